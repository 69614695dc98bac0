package dates

import "strings"

// Language is the words in which days are typed and said. Words are alike in upper and
// lower case; of several for the same thing, the first is the one that is said.
type Language struct {
	Yesterday, Today, Tomorrow []string

	Weekdays  [7][]string  // Sunday first, as in time.Weekday
	Months    [12][]string // said in their short form
	Units     [4][]string  // day, week, month, year
	EndOfUnit [4][]string  // the last day of each, in one word
	Numbers   [][]string   // from one upwards
	Ordinals  []string     // what follows a number: the 2nd

	In, This, Next, End []string // in 2 weeks, this fri, next week, end of month
	Fillers             []string // say nothing, wherever they stand

	Unknown, Impossible, Ambiguous Refusal
}

// english is a table: it is never changed.
var english = Language{
	Yesterday: []string{"Yesterday"},
	Today:     []string{"Today"},
	Tomorrow:  []string{"Tomorrow", "tom", "tmrw", "tmr"},
	Weekdays: [7][]string{{"Sunday", "sun"}, {"Monday", "mon"}, {"Tuesday", "tue", "tues"}, {"Wednesday", "wed", "weds"},
		{"Thursday", "thu", "thur", "thurs"}, {"Friday", "fri"}, {"Saturday", "sat"}},
	Months: [12][]string{{"Jan", "january"}, {"Feb", "february"}, {"Mar", "march"}, {"Apr", "april"}, {"May"}, {"Jun", "june"},
		{"Jul", "july"}, {"Aug", "august"}, {"Sep", "sept", "september"}, {"Oct", "october"}, {"Nov", "november"}, {"Dec", "december"}},
	Units: [4][]string{{"day", "days", "d"}, {"week", "weeks", "wk", "wks", "w"},
		{"month", "months", "mo", "m"}, {"year", "years", "yr", "yrs", "y"}},
	EndOfUnit: [4][]string{{"eod"}, {"eow"}, {"eom"}, {"eoy"}},
	Numbers: [][]string{{"one", "a", "an"}, {"two"}, {"three"}, {"four"}, {"five"}, {"six"},
		{"seven"}, {"eight"}, {"nine"}, {"ten"}, {"eleven"}, {"twelve"}},
	Ordinals: []string{"st", "nd", "rd", "th"},
	In:       []string{"in"},
	This:     []string{"this"},
	Next:     []string{"next"},
	End:      []string{"end"},
	Fillers:  []string{"of", "the", "on", "by"},

	Unknown:    Refusal{"This is not a day.", "Write it like tomorrow, fri, in 2 weeks, 31 jan or 2027-01-31."},
	Impossible: Refusal{"There is no such day.", "Write it like tomorrow, fri, in 2 weeks, 31 jan or 2027-01-31."},
	Ambiguous:  Refusal{"The day and the month could be either way round.", "Write the month as a word, like 2 jan, or the year first, like 2027-01-02."},
}

// meaning finds what a word is: its kind, as in the shapes that Parse knows, and
// which of that kind.
func (l *Language) meaning(word string) token {
	for _, table := range []struct {
		kind  byte
		words [][]string
	}{
		{near, [][]string{l.Yesterday, l.Today, l.Tomorrow}}, {weekday, l.Weekdays[:]}, {month, l.Months[:]}, {unit, l.Units[:]},
		{endOfUnit, l.EndOfUnit[:]}, {count, l.Numbers}, {ordinal, [][]string{l.Ordinals}}, {filler, [][]string{l.Fillers}},
		{in, [][]string{l.In}}, {this, [][]string{l.This}}, {next, [][]string{l.Next}}, {end, [][]string{l.End}},
	} {
		for value, spellings := range table.words {
			for _, spelling := range spellings {
				if strings.EqualFold(spelling, word) {
					return token{kind: table.kind, value: value}
				}
			}
		}
	}
	return token{kind: unknown}
}
