package interchange_test

import (
	"strings"
	"testing"

	"overachiever/storage"
	"overachiever/storage/interchange"
)

func TestOPMLIsExactlyTheContract(t *testing.T) {
	goals := []storage.Branch{{
		Goal: storage.Goal{ID: firstID, Name: "Learn \"Go\" & <more>", Description: "slowly\nbut\tsurely", Due: "2027-01-31",
			Created: noon, Completed: noon, Extra: `{"color":"red"}`},
		Children: []storage.Branch{{Goal: storage.Goal{ID: secondID}}},
	}}
	want := `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0" xmlns:goal="urn:overachiever:goal">
  <head>
    <title>Goals</title>
    <dateCreated>Fri, 20 Nov 2026 12:00:00 GMT</dateCreated>
    <ownerName>Mona &lt;Lisa&gt;</ownerName>
  </head>
  <body>
    <outline text="Learn &#34;Go&#34; &amp; &lt;more&gt;" _note="slowly&#xA;but&#x9;surely" _status="checked" _complete="true" ` +
		`goal:id="01933f6e-0000-7000-8000-000000000001" goal:created="2026-11-20T12:00:00.25Z" goal:due="2027-01-31" ` +
		`goal:completed="2026-11-20T12:00:00.25Z" goal:extra="{&#34;color&#34;:&#34;red&#34;}">
      <outline text="" goal:id="01933f6e-0000-7000-8000-000000000002"/>
    </outline>
  </body>
</opml>
`
	document := interchange.Document{Login: "octocat", Name: "Mona <Lisa>", Exported: noon, Goals: goals}
	if got := written(t, interchange.OPML, document); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// Files in the shape that other outliners write.
func TestOPMLFromOtherHands(t *testing.T) {
	for name, test := range map[string]struct {
		text, outline string
		losses        []interchange.Loss
	}{
		"OmniOutliner": {`<?xml version="1.0" encoding="utf-8" standalone="no"?>
<opml version="1.0">
  <head><title>Plan</title><expansionState>0,1</expansionState></head>
  <body>
    <outline text="Garden" _status="indeterminate" _note="in spring&#10;or later">
      <outline text="Dig" _status="checked"/>
      <outline text="Sow" _status="unchecked"/>
    </outline>
  </body>
</opml>`, "Garden = in spring\\nor later\n Dig done\n Sow\n", nil},
		"Workflowy": {`<?xml version="1.0"?><opml version="2.0"><head><ownerEmail>a@example.org</ownerEmail></head><body>
<outline text="a &lt;b&gt;bold&lt;/b&gt;" _note="n" ><outline text="b" _complete="true" /></outline></body></opml>`,
			"a <b>bold</b> = n\n b done\n", nil},
		"Dynalist": {`<opml version="2.0"><head><flavor>dynalist</flavor></head><body>
<outline text="a" complete="true" checkbox="true"/>
<outline text="b" heading="1" colorLabel="2"/></body></opml>`, "a done\nb\n",
			[]interchange.Loss{{What: "other attributes", Goals: 2, Line: 2}}},
		"a list of feeds": {`<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="2.0"><head><dateCreated>Sat, 18 Jun 2005 12:11:52 GMT</dateCreated></head><body>
<outline title="caf` + "\xe9 \x80" + `" category="/News/Tech, Home Office,42" created="Tue, 13 Sep 2005 15:00:00 GMT"
  type="rss" xmlUrl="https://example.org/rss"/></body></opml>`, "café € #News/Tech #Home_Office\n",
			[]interchange.Loss{{What: "other attributes", Goals: 1, Line: 4}, {What: "links", Goals: 1, Line: 4},
				{What: "tags without a letter, or very long", Goals: 1, Line: 4}}},
		"in no namespace of ours": {`<!-- a --><!DOCTYPE opml><opml xmlns:x="urn:x"><body>text<x:more><outline text="hidden"/></x:more>
<outline text="&eacute;&#x1F600;" x:a="1"><![CDATA[]]></outline></body></opml>`, "é😀\n",
			[]interchange.Loss{{What: "other elements than outlines", Goals: 1, Line: 1}, {What: "other attributes", Goals: 1, Line: 2},
				{What: "text between the outlines", Goals: 1, Line: 2}}},
		"reopened elsewhere": {`<opml xmlns:goal="urn:overachiever:goal"><body>` +
			`<outline text="a" _complete="false" goal:completed="2026-11-20T12:00:00Z" goal:later="x"/></body></opml>`, "a\n",
			[]interchange.Loss{{What: "other attributes", Goals: 1, Line: 1}}},
		"nothing": {`<opml><body/></opml>`, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			readsAs(t, test.text, test.outline, test.losses)
		})
	}
}

func TestOPMLRefusedWithItsLine(t *testing.T) {
	const head = "<opml xmlns:goal=\"urn:overachiever:goal\">\n<body>\n"
	for name, test := range map[string]struct {
		text   string
		line   int
		reason string
	}{
		"empty":            {"", 1, "the file has no element"},
		"text":             {"a\n", 1, "the file has no element"},
		"other XML":        {"<?xml version=\"1.0\"?>\n<project/>", 2, `this is not OPML: it begins with <"project">`},
		"no body":          {"<opml>\n</opml>", 2, "it has no <body>"},
		"cut off":          {head + "<outline text=\"a\">\n", 3, "ends too early"},
		"cut off in a tag": {head + "<outline text=\"a", 3, "ends too early"},
		"not closed":       {head + "<outline text=\"a\">\n</body></opml>", 4, "not XML: element <outline> closed by </body>"},
		"no quotes":        {head + "<outline text=a/></body></opml>", 3, "not XML"},
		"an entity of its own": {"<!DOCTYPE opml [<!ENTITY a \"aaaaaaaaaa\">\n<!ENTITY b \"&a;&a;&a;&a;&a;\">]>\n<opml><body>\n<outline text=\"&b;\"/></body></opml>", 4,
			"invalid character entity &b;"},
		"a file as entity": {"<!DOCTYPE opml [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\n<opml><body><outline text=\"&a;\"/></body></opml>", 2, "invalid character entity"},
		"something more":   {"<opml><body/></opml>\n<opml/>", 2, "something follows"},
		"Latin-1 untold":   {head + "<outline text=\"caf\xe9\"/></body></opml>", 3, "not UTF-8"},
		"id a place":       {head + "<outline text=\"a\" goal:id=\"trash\"/></body></opml>", 3, `"trash" is no value for goal:id`},
		"id twice":         {head + "<outline goal:id=\"" + firstID + "\"/>\n<outline goal:id=\"" + firstID + "\"/></body></opml>", 4, "the other is on line 3"},
		"day that is not":  {head + "\n<outline goal:due=\"2027-02-30\"/></body></opml>", 4, `"2027-02-30" is no value for goal:due`},
		"extra no object":  {head + "<outline goal:extra=\"[]\"/></body></opml>", 3, `"[]" is no value for goal:extra`},
		"extra twice":      {head + "<outline goal:extra='{\"a\":1,\"a\":2}'/></body></opml>", 3, "is no value for goal:extra"},
		"other depth":      {head + strings.Repeat("<a>", 5000), 3, "elements are nested more than 4000 levels deep"},
		"many attributes":  {head + "<outline" + strings.Repeat(" a=''", 100_001) + "/></body></opml>", 3, "more than 100000 attributes"},
		"many goals":       {head + strings.Repeat("<outline/>\n", 500_001), 500_003, "more than 500000 goals"},
	} {
		t.Run(name, func(t *testing.T) {
			refused := refusal(t, "goals.opml", test.text, interchange.OPML)
			if refused.Line != test.line || !strings.Contains(refused.Reason, test.reason) {
				t.Errorf("got %v, want line %d and %q", refused, test.line, test.reason)
			}
		})
	}
}
