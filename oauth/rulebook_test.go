package oauth_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// ruleCount is how many rules there are.
const ruleCount = 26

func TestTheRulesAndTheirTestsAgree(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	rows := regexp.MustCompile(`(?m)^\| (\d+) \| [^|]+ \| [^|]+ \| (Test\w+) \|$`).FindAllStringSubmatch(string(readme), -1)
	for i, row := range rows {
		number, name := row[1], row[2]
		if len(number) == 1 {
			number = "0" + number
		}
		if !strings.HasPrefix(name, "TestRule"+number) || listed[name] {
			t.Errorf("row %d is rule %s with test %s", i+1, row[1], name)
		}
		listed[name] = true
	}
	if len(rows) != ruleCount {
		t.Errorf("the table has %d rules, not %d", len(rows), ruleCount)
	}
	written := ruleTests(t)
	for name := range listed {
		if !written[name] {
			t.Errorf("%s is in the table, and nowhere else", name)
		}
	}
	for name := range written {
		if !listed[name] {
			t.Errorf("%s is missing in the table", name)
		}
	}
}

// ruleTests are the tests of this folder that are named after a rule.
func ruleTests(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range parsed.Decls {
			if function, ok := declaration.(*ast.FuncDecl); ok && strings.HasPrefix(function.Name.Name, "TestRule") {
				tests[function.Name.Name] = true
			}
		}
	}
	return tests
}
