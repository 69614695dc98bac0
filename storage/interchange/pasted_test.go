package interchange

import (
	"strings"
	"testing"
	"time"

	"overachiever/storage"
)

// drawn writes a forest as text: a dot a level, "x" before what is completed.
func drawn(forest []storage.Branch, depth int) string {
	var text strings.Builder
	for _, branch := range forest {
		text.WriteString(strings.Repeat(".", depth))
		if !branch.Goal.Completed.IsZero() {
			text.WriteString("x ")
		}
		text.WriteString(branch.Goal.Name)
		if branch.Goal.Due != "" {
			text.WriteString("@" + string(branch.Goal.Due))
		}
		text.WriteString("\n" + drawn(branch.Children, depth+1))
	}
	return text.String()
}

func TestPastedTextBecomesGoals(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"nothing":           {" \n\t\n", ""},
		"one line":          {"Run", "Run\n"},
		"lines":             {"One\nTwo\r\n\nThree", "One\nTwo\nThree\n"},
		"indented by space": {"One\n  Two\n    Three\n  Four\nFive", "One\n.Two\n..Three\n.Four\nFive\n"},
		"indented by tab":   {"One\n\tTwo\n\t\tThree\nFour", "One\n.Two\n..Three\nFour\n"},
		"first line deeper": {"    One\n  Two\nThree", "One\nTwo\nThree\n"},
		"bullets":           {"* One\n  • Two\n1. Three\n2) Four", "One\n.Two\nThree\nFour\n"},
		"word processors":   {"●\tOne\n\t○\tTwo\n\t\t■\tThree\n·\tFour\n\uf0b7\tFive\n▪ Six\na) Seven", "One\n.Two\n..Three\nFour\nFive\nSix\nSeven\n"},
		"boxes":             {"☐ One\n☑ Two\n[x] Three\n[ ] Four", "One\nx Two\nx Three\nFour\n"},
		"no bullet":         {"-5 degrees\n3.14 is pi", "-5 degrees\n3.14 is pi\n"},
		"only a bullet":     {"-\n*\nOne", "One\n"},
		"markdown":          {"- [ ] One 📅 2027-01-31\n  - [x] Two\n", "One@2027-01-31\n.x Two\n"},
		"due days":          {"Trip\n  - [x] Pack 📅 2027-01-31\n  Go 📅 2027-02-30\n📅 2027-02-01", "Trip\n.x Pack@2027-01-31\n.Go 📅 2027-02-30\n📅 2027-02-01\n"},
		"not quite":         {"- [ ] One\nand a line of its own\n", "One\nand a line of its own\n"},
		"bad UTF-8":         {"One\xff\nTwo", "One\uFFFD\nTwo\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := drawn(Pasted(c.text, time.Unix(1, 0)), 0); got != c.want {
				t.Errorf("Pasted(%q):\n%s\nwant:\n%s", c.text, got, c.want)
			}
		})
	}
}

func TestPastedStairsEndAtTheGreatestDepth(t *testing.T) {
	var stairs strings.Builder
	for i := range MaxDepth + 10 {
		stairs.WriteString(strings.Repeat(" ", i) + "down\n")
	}
	depth := 0
	for below := Pasted(stairs.String(), time.Unix(1, 0)); len(below) > 0; below = below[0].Children {
		depth++
	}
	if depth != MaxDepth {
		t.Errorf("%d levels, want %d", depth, MaxDepth)
	}
}

func FuzzPasted(f *testing.F) {
	f.Add("- [ ] One\n  - [x] Two\nThree")
	f.Add("1. a\n\t☑ b\n\x00")
	f.Fuzz(func(t *testing.T, text string) {
		var check func([]storage.Branch)
		check = func(forest []storage.Branch) {
			for _, branch := range forest {
				if strings.ContainsAny(branch.Goal.Name, "\n\r") {
					t.Errorf("the name %q has more than a line", branch.Goal.Name)
				}
				check(branch.Children)
			}
		}
		check(Pasted(text, time.Unix(1, 0)))
	})
}
