import MLKitCore
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// A value that is put into a command stays one word, whatever quotes it stands in: held against a real shell.
@Suite struct ShellQuotingTests {
    private func command(_ run: String, _ value: String, foreach: Bool = false) throws -> [String] {
        let json = JSON.string(value).compact
        let text = foreach
            ? "mlkit: 1\nproject: {name: p}\nstages: {a: {foreach: {k: \(json)}, run: \(JSON.string(run).compact)}}\n"
            : "mlkit: 1\nproject: {name: p}\nparams: {v: \(json)}\nstages: {a: {run: \(JSON.string(run).compact)}}\n"
        return try #require(try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn).stages.first?.settings.command)
    }

    private static let values = [
        "plain", "two words", "", "it's", "a\"b", "$HOME", "`id`", "$(id)", "a\\b", "*", "; exit 3", "# no", "~", "a&b", "${HOME}",
        "'; exit 3; '", "\\", "-n", "Köln", "x=1", "tab\there",
        // Quotes and the like with something on them are one character to Swift, and none to a shell.
        "'\u{301};touch PWNED;'\u{301}", "\"\u{301};touch PWNED;\"\u{301}", "`\u{200D}touch PWNED`\u{FE0F}",
        "$\u{301}(touch PWNED)", "\\\u{301}'", "\u{1FEF}touch PWNED\u{1FEF}", "\u{D4E};touch PWNED", "u\u{308}", "a}b",
        "x\r\ntouch PWNED", ")", "it's \"all\" `at` $once\\",
    ]

    /// Where a value may stand, and what is printed around it.
    private static let places: [(command: String, before: String, after: String)] = [
        ("printf '%s' V", "", ""), ("printf '%s' \"V\"", "", ""), ("printf '%s' 'V'", "", ""),
        ("printf '%s' a\"b V c\"d", "ab ", " cd"), ("printf '%s' x'y'V", "xy", ""),
        ("printf '%s' \"$(printf '%s' V)\"", "", ""), ("printf '%s' \"$(printf '%s' \"V\")\"", "", ""),
        ("printf '%s' \"`printf '%s' V`\"", "", ""), ("true # it's a \"note\ncat <<END\n<V>\nEND", "<", ">\n"),
        ("cat <<'END'\n<V>\nEND\nprintf '%s' V", "<", ""), ("cat <<-END\n\t<V>\n\tEND\nprintf ' %s' \"V\"", "<", ""),
        ("x='don'\\''t'; printf '%s' V", "", ""), ("y=$(( 1 << 2 )); printf '%s' V", "", ""),
        ("f() { printf '%s' \"$1\"; }; f V", "", ""), ("case a in (a) printf '%s' V;; esac", "", ""),
        ("printf '%s' \"${NONE:-}V\"", "", ""), ("printf '%s' \"${NONE:-\"a b\"}V\"", "a b", ""), ("printf '%s' ${NONE:-V}", "", ""),
        ("printf '%s' \"$(( (1 + 2) * 3 ))V\"", "9", ""), ("printf '%s' \"a\\$(b\"V", "a$(b", ""),
        ("printf '%s' \"$(# a ) note\nprintf '%s' V)\"", "", ""),
        ("case x in x) y=\"(\" ;; esac; printf '%s' V", "", ""), ("printf '%s' \"it's ${NONE:-}\"'\"'V", "it's \"", ""),
        ("cat <<END\n$(printf '%s' V)\nEND\nprintf ' %s' V", "", ""), ("cat <<'E ND'\n<V>\nE ND\nprintf '%s' V", "<", ""),
        ("cat <<\\END\n<V>\nEND\nprintf '%s' V", "<", ""), ("cat <<A; cat <<END\nV\nA\n<V>\nEND\nprintf '%s' V", "V\n<", ""),
    ]

    private static let shells = ["sh", "bash"]

    @Test(arguments: places.indices, [false, true]) func aValueIsOneWord(_ place: Int, foreach: Bool) async throws {
        let (form, before, after) = Self.places[place]
        let scratch = try ScratchDirectory()
        for value in Self.values {
            let run = form.replacing("V", with: foreach ? "${item}" : "${params.v}")
            let words = try command(run, value, foreach: foreach)
            for shell in Self.shells {
                let result = try await BuiltTool.run(shell, Array(words.dropFirst()), in: scratch.path)
                #expect(result.status == 0, "\(shell) \(words[2]): \(result.error)")
                if form.contains("<V>\n") && !form.hasSuffix("ND") {
                    let text = before.replacing("V", with: value) + value + ">\n"
                    #expect(result.output.utf8.starts(with: text.utf8), "\(shell) \(words[2])")
                    #expect(result.output.hasSuffix(value), "\(shell) \(words[2])")
                } else if form.contains("$(printf '%s' V)\nEND") {
                    #expect(result.output.utf8.elementsEqual("\(value)\n \(value)".utf8), "\(shell) \(words[2])")
                } else {
                    #expect(result.output.utf8.elementsEqual((before + value + after).utf8), "\(shell) \(words[2])")
                }
            }
        }
        #expect(try !scratch.exists("PWNED"))
    }

    /// Some shells have a single quote end there what stands in double ones.
    @Test func aValueIsTheDefaultOfAnother() async throws {
        let scratch = try ScratchDirectory()
        for value in Self.values {
            let run = "printf '%s' \"${NONE:-${params.v}}\" \"${NONE-${params.v}}\""
            guard !value.utf8.contains(UInt8(ascii: "'")) else {
                #expect(throws: Failure.self) { try command(run, value) }
                continue
            }
            for shell in Self.shells {
                let result = try await BuiltTool.run(shell, Array(try command(run, value).dropFirst()), in: scratch.path)
                #expect(result.output.utf8.elementsEqual((value + value).utf8), "\(shell) \(value): \(result.error)")
            }
        }
    }

    /// Where shells differ, or the quotes are not followed, a value goes only if it means nothing to any of them.
    @Test(arguments: [
        "echo \\V", "echo \"\\V\"", "echo \"${NONE:-\"V\"}\"", "echo \"$(case x in x) printf %s V;; esac)\"", "echo $'V'",
        "echo $'it\\'s'; echo V", "echo \"${X%V}\"", "echo $((V))", "echo `echo \\`echo V\\``", "echo \"${X:-it's}\" V",
        "echo \"${X:-\"}\"}V\"",
        "cat <<END\n\\V\nEND", "cat <<END\n${X:-V}\nEND", "cat <<END\n$(echo\nEND\necho V)\nEND", "echo `echo \"\\\\\" V`",
        "echo `echo '`'V", "((1 << x))\necho V",
    ], [false, true])
    func aPlaceThatIsNotJudgedIsRefused(_ form: String, foreach: Bool) throws {
        let run = form.replacing("V", with: foreach ? "${item}" : "${params.v}")
        #expect(try !command(run, "plain", foreach: foreach).isEmpty)
        let failure = try #require(throws: Failure.self) { try command(run, "$(touch PWNED) ", foreach: foreach) }
        #expect(failure.diagnostics.count == 1)
        let reference = foreach ? "${item}" : "${params.v}"
        #expect(failure.diagnostics[0].message == "it cannot be told how the value of `\(reference)` is to be quoted here")
        #expect(failure.diagnostics[0].hint?.hasPrefix("hand it over in another way: `env: {V: \"\(reference)\"}`") == true)
    }

    @Test(arguments: [
        ("cat <<EOF\nV\nEOF", "EOF"), ("cat <<EOF\nV\nEOF", "a\nEOF\ntouch PWNED"), ("cat <<'EOF'\nV\nEOF", "a\nEOF"),
        ("cat <<\\EOF\nV\nEOF", "EOF\nb"), ("cat <<-EOF\n\tV\n\tEOF", "a\n\t\tEOF\nb"), ("cat <<EOF\nEV\nEOF", "OF"),
        ("cat <<EOF\nVF\nEOF", "x\nEO"), ("cat <<EOF\n$(printf %s V)\nEOF", "a\nEOF\nb"), ("cat <<E\nV", "E"),
        ("cat <<EOF\nx\nVEOF\n", "\n"), ("cat <<EOF\nV${NONE}\nEOF\ncat <<E\nx\nE", "a\nEOF\n"),
    ], [false, true])
    func aValueDoesNotEndAHereDocument(_ pair: (form: String, value: String), foreach: Bool) throws {
        let run = pair.form.replacing("V", with: foreach ? "${item}" : "${params.v}")
        let failure = try #require(throws: Failure.self) { try command(run, pair.value, foreach: foreach) }
        #expect(failure.diagnostics.count == 1)
        #expect(failure.diagnostics[0].message.hasSuffix("which ends the here-document that it stands in"))
    }

    @Test func aCommandHasNoByteZero() throws {
        #expect(throws: Failure.self) { try command("echo ${params.v}", "a\0b") }
    }

    @Test func aPlainValueStandsAsItIs() throws {
        #expect(try command("f --lr ${params.v} x", "1e-3")[2] == "f --lr 1e-3 x")
        #expect(try command("f ${params.v}", "a/b_c-d.e:f=1,2")[2] == "f a/b_c-d.e:f=1,2")
        #expect(try command("f ${item}/x ${item|raw}", "-a -b", foreach: true)[2] == "f '-a -b'/x -a -b")
        #expect(try command("f ${params.v|raw}", "-a -b")[2] == "f -a -b")
        // A command that is a parameter as a whole is that command.
        #expect(try command("${params.v}", "a | b")[2] == "a | b")
    }

    @Test func aCommentIsNotLeft() throws {
        #expect(try command("a # ${params.v}\nb", "x\nexit 3")[2].hasSuffix("a # x exit 3\nb"))
    }

    @Test func onlyAShellIsQuotedFor() throws {
        func words(_ keys: String) throws -> [String] {
            let text = "mlkit: 1\nproject: {name: p}\nparams: {v: two words, n: null}\nstages: {a: {\(keys)}}\n"
            return try #require(try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn).stages.first?.settings.command)
        }
        #expect(try words("run: [f, 'x ${params.v}']") == ["f", "x two words"])
        #expect(try words("run: 'print(\"${params.v}\")', shell: python3")[2] == "print(\"two words\")")
        #expect(try words("run: 'f ${params.v}', shell: bash")[2] == "f 'two words'")
        // Nothing is the empty text.
        #expect(try words("run: 'f ${params.n}'")[2] == "f ''")
    }
}
