// Verifies every token of a file many times with golang-jwt and prints seconds a token: the median of
// twenty rounds over the file, in processor time of the whole process.
package main

import (
	"bufio"
	"crypto"
	"errors"
	"fmt"
	"os"
	"sort"
	"syscall"

	"github.com/golang-jwt/jwt"
)

const auditor = "https://auditor.example.org"

// The claims of an ECT, read into fields as a caller would.
type claims struct {
	jwt.RegisteredClaims
	Workflow     string                 `json:"wid"`
	Action       string                 `json:"exec_act"`
	Predecessors []string               `json:"pred"`
	InputHash    string                 `json:"inp_hash"`
	OutputHash   string                 `json:"out_hash"`
	Extensions   map[string]interface{} `json:"ect_ext"`
}

func seconds() float64 {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return float64(usage.Utime.Sec+usage.Stime.Sec) + float64(usage.Utime.Usec+usage.Stime.Usec)/1e6
}

func key(algorithm, file string) (crypto.PublicKey, error) {
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if algorithm == "EdDSA" {
		return jwt.ParseEdPublicKeyFromPEM(pem)
	}
	return jwt.ParseECPublicKeyFromPEM(pem)
}

func run(algorithm, keyFile, tokenFile string) error {
	public, err := key(algorithm, keyFile)
	if err != nil {
		return err
	}
	file, err := os.Open(tokenFile)
	if err != nil {
		return err
	}
	defer file.Close()
	var tokens []string
	for lines := bufio.NewScanner(file); lines.Scan(); {
		tokens = append(tokens, lines.Text())
	}
	parser := &jwt.Parser{ValidMethods: []string{algorithm}}
	choose := func(token *jwt.Token) (interface{}, error) {
		if token.Header["typ"] != "exec+jwt" || token.Header["kid"] == nil {
			return nil, errors.New("not an ECT")
		}
		return public, nil
	}
	var rounds []float64
	for round := 0; round < 20; round++ {
		start := seconds()
		for _, token := range tokens {
			var found claims
			if _, err := parser.ParseWithClaims(token, &found, choose); err != nil {
				return err
			}
			if !found.VerifyAudience(auditor, true) {
				return errors.New("another audience")
			}
		}
		rounds = append(rounds, (seconds()-start)/float64(len(tokens)))
	}
	sort.Float64s(rounds)
	fmt.Println(rounds[len(rounds)/2])
	return nil
}

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
