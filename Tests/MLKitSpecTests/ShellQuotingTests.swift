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
        ("printf '%s' \"${NONE:-}V\"", "", ""),
    ]

    @Test(arguments: places.indices, [false, true]) func aValueIsOneWord(_ place: Int, foreach: Bool) async throws {
        let (form, before, after) = Self.places[place]
        let scratch = try ScratchDirectory()
        for value in Self.values {
            let run = form.replacing("V", with: foreach ? "${item}" : "${params.v}")
            let words = try command(run, value, foreach: foreach)
            let result = try await BuiltTool.run(words[0], Array(words.dropFirst()), in: scratch.path)
            #expect(result.status == 0, "\(words[2]): \(result.error)")
            if form.contains("END\n") && !form.hasSuffix("END") {
                #expect(result.output.hasPrefix(before + value + ">\n"), "\(words[2])")
                #expect(result.output.hasSuffix(value), "\(words[2])")
            } else {
                #expect(result.output == before + value + after, "\(words[2])")
            }
        }
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
