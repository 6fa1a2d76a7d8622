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

func parse(name string, args []string) (rest []string, quiet bool) {
	flags := flag.NewFlagSet(name, flag.ExitOnError)
	flags.BoolVar(&quiet, "q", false, "ids only")
	flags.BoolVar(&quiet, "quiet", false, "ids only")
	flags.Bool("a", false, "also what has ended")
	flags.Bool("f", false, "by force")
	flags.String("o", "", "output format, JSON where there is one")
	flags.Parse(args)
	return flags.Args(), quiet
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
