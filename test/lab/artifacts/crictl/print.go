package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"sort"
	"strings"
	"text/tabwriter"
	"time"
)

// given are the flags of a command that were set, by their shortest names, and what follows them.
type given struct {
	flags map[string]bool
	names []string
}

// parse reads a command's flags, each `short,long`; crictl's other flags are refused, not ignored. JSON is the only format of
// what prints one object, and tables are the only one of what prints many.
func parse(command string, args []string, known ...string) given {
	flags := flag.NewFlagSet(command, flag.ExitOnError)
	set := map[string]*bool{}
	for _, each := range known {
		names := strings.Split(each, ",")
		set[names[0]] = flags.Bool(names[0], false, "")
		for _, other := range names[1:] {
			flags.BoolVar(set[names[0]], other, false, "")
		}
	}
	var format string
	if strings.HasPrefix(command, "inspect") {
		flags.StringVar(&format, "o", "json", "")
		flags.StringVar(&format, "output", "json", "")
	}
	flags.Parse(args)
	if format != "" && format != "json" {
		fmt.Fprintln(os.Stderr, "the lab's stand-in for crictl prints JSON only")
		os.Exit(1)
	}
	got := given{map[string]bool{}, flags.Args()}
	for name, value := range set {
		got.flags[name] = *value
	}
	return got
}

// printWithInfo prints one object: the status first, as crictl does, then what the runtime adds, each part JSON or plain text.
func printWithInfo(status interface{}, info map[string]string) error {
	text, err := json.Marshal(status)
	if err != nil {
		return err
	}
	all := `{"status":` + string(text)
	keys := []string{}
	for key := range info {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	for _, key := range keys {
		value := info[key]
		if !json.Valid([]byte(value)) {
			value = fmt.Sprintf("%q", value)
		}
		all += fmt.Sprintf(",%q:%s", key, value)
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, []byte(all+"}"), "", "  "); err != nil {
		return err
	}
	fmt.Println(indented.String())
	return nil
}

func printTable(rows [][]string, quiet bool) error {
	table := tabwriter.NewWriter(os.Stdout, 0, 8, 4, ' ', 0)
	for i, row := range rows {
		if quiet && i > 0 {
			fmt.Println(row[0])
		} else if !quiet {
			fmt.Fprintln(table, strings.Join(row, "\t"))
		}
	}
	return table.Flush()
}

func age(nanoseconds int64) string {
	return time.Since(time.Unix(0, nanoseconds)).Round(time.Second).String() + " ago"
}
