package query

import ("time";"strings";"overachiever/storage")
type Query struct { Words []string }
type Fields struct { Text, Name string; Due storage.Date; Done bool }
func Parse(text string, now time.Time) Query { return Query{strings.Fields(strings.ToLower(text))} }
func (q Query) Match(f Fields) bool { for _, w := range q.Words { if !strings.Contains(f.Text, w) {return false} }; return true }
func (q Query) Needle() (string, bool) { if len(q.Words)>0 { return q.Words[0], true }; return "", false }
