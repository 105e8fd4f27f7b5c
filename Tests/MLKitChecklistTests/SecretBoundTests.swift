import MLKitCore
import Testing

@testable import MLKitChecklist

/// Where a value begins to be a secret.
///
/// A `~` is taken out of every text, so that this file does not hold what is looked for.
@Suite struct SecretBoundTests {
    private func value(_ text: String) -> SecretValue { SecretValue(text.replacing("~", with: "").utf8) }

    @Test(arguments: [
        ("abc~123", true), ("ab~c12", false), ("abc~d1234", true), ("aab~b1122", true), ("aab~1aab1", false),
        ("correct~horse", true), ("correct.~horse", false), ("correct.~horse!", false), ("correct.~horse!1", true),
        ("correct~h", true), ("correct", false), ("hunter~2", true), ("pass~word", false), ("MY_PASS~WORD", false),
        ("x y~z abc123", false), ("secret.~pem1", true), ("secret~1.pem", false), ("/etc/~pass1", false),
        ("client-se~cret-key", false), ("userTok~enValue", false),
    ])
    func aPasswordThatIsSurelyOne(text: String, fits: Bool) {
        #expect(value(text).fits(.password, isCertain: true) == fits)
    }

    @Test(arguments: [
        ("abc~123", false), ("abc~1234", false), ("abc~d1234", true), ("aab~b1122", false), ("correct~horsebattery", false),
        ("AbCdEfGh~IjKlMnOp", false),
    ])
    func aPasswordThatMayBeOne(text: String, fits: Bool) {
        #expect(value(text).fits(.password, isCertain: false) == fits)
    }

    @Test(arguments: [
        ("abc~123", false), ("abc~d1234", true), ("abc~1234", false), ("AbCdEfGh~IjKlMnOp", true), ("AbCdEfGh~IjKlMnO", false),
        ("abcdefgh~ijklmnop", false), ("AbAbAbAb~CdCdCdCd", false), ("1122~3344", true), ("1122~334", false),
    ])
    func aTokenHasDigitsOrIsMixed(text: String, fits: Bool) {
        #expect(value(text).fits(.token, isCertain: true) == fits)
    }

    @Test func aValueHasAnEnd() {
        let pattern = "aB3dE6gH9"
        let longest = String(String(repeating: pattern, count: 500).prefix(4096))
        #expect(value(longest).fits(.token, isCertain: true))
        #expect(!value(longest + "a").fits(.token, isCertain: true))
    }

    /// Signs among letters and digits make noise even where it looks like something else: eight of them in thirty-two.
    @Test func noiseIsASecretWhateverItLooksLike() {
        let noise = "${aB1cD2eF3gH!%&/()=?xyzuvwxyzab}"
        #expect(noise.utf8.count == 33)
        #expect(value(noise).fits(.token, isCertain: true) && !value(noise).fits(.token, isCertain: false))
        #expect(value(String(noise.dropLast())).fits(.token, isCertain: true))
        #expect(!value(String(noise.dropLast(2))).fits(.token, isCertain: true))
        #expect(!value(noise.replacing("3", with: "x")).fits(.token, isCertain: true))
        #expect(!value(noise.replacing("!%&/", with: "abcd")).fits(.token, isCertain: true))
        #expect(!value(noise.lowercased()).fits(.token, isCertain: true))
        #expect(value(noise + " a b c d").fits(.token, isCertain: true))
        #expect(!value(noise + " a b c d e").fits(.token, isCertain: true))
    }

    private func finds(_ line: String, in path: String = "a.txt") -> Bool {
        let bytes = Array(line.replacing("~", with: "").utf8)
        var scanner = SecretScanner(path: path)
        return bytes.withUnsafeBytes { scanner.find(in: $0) } != nil
    }

    private static let random = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6"

    @Test func hashesHooksAndTokensHaveTheirLength() {
        let random = Self.random
        #expect(finds("$6$~s$" + random.prefix(25)) && !finds("$6$~s$" + random.prefix(24)))
        #expect(!finds("$6$~" + random.prefix(30)))
        let hook = "hooks.slack.com~/services/T"
        #expect(finds(hook + random.prefix(30)) && !finds(hook + random.prefix(29)))
        for (digits, isOne) in [(7, false), (8, true), (10, true), (11, false)] {
            #expect(finds(String(repeating: "1", count: digits) + ":A~A" + random.prefix(33)) == isOne)
        }
        #expect(!finds("12345678:A~A" + random.prefix(32)) && !finds("12345678:A~A" + random.prefix(34)))
        #expect(finds("Bearer~ " + random.prefix(16)) && !finds("Bearer~ " + random.prefix(15)))
        #expect(finds("BASIC~ " + random.prefix(16)) && !finds("Bear~ " + random.prefix(16)))
        #expect(!finds("Bearer~ aab1aab1aab1aab1c"))
    }

    @Test(arguments: [
        ("db://u:x7~Tq@h", true), ("db://u:x7~@h", false), ("db://abc1:abc1~@h", false), ("db://u:x7~Tq@", false),
        ("db://u:x7~Tq@[::1]", true), ("db://u:x7~Tq@/", false), ("db://:x7~Tq@h", true), ("db://u@h", false), ("db:/u:x7~Tq@h", false),
        ("db://u:x7~T:q9@h", true), ("db://u:${P~W}@h", false), ("db://u~ser", false), ("db:/~/", false),
    ])
    func aPasswordInAnAddress(line: String, isSecret: Bool) {
        #expect(finds(line) == isSecret)
    }

    /// What stands bare behind a `=` is a value in code only inside of a text.
    @Test func aBareValueInCodeStandsInAText() {
        #expect(!finds("password=abc~d1234 ", in: "a.py") && finds("f(\"x password=abc~d1234 y\")", in: "a.py"))
        #expect(!finds("f(\"it's\", password=abc~d1234 )", in: "a.py") && !finds("f('x', password=abc~d1234 )", in: "a.py"))
        #expect(finds("password=abc~d1234", in: "a.md"))
    }

    @Test func someFilesAreSecretsWhole() {
        let random = Self.random
        #expect(finds(String(random.prefix(16)), in: "config/master.key") && !finds(String(random.prefix(15)), in: "config/master.key"))
        #expect(!finds(String(random.prefix(16)), in: "other.key"))
        #expect(finds("h:1:d:u:x7~Tq9", in: ".pgpass") && !finds("#h:1:d:u:x7~Tq9", in: ".pgpass"))
        #expect(!finds("h:1:d:x7~Tq9", in: ".pgpass"))
        #expect(finds("password~ x7Tq9", in: ".netrc") && !finds("password~", in: ".netrc") && !finds("password~ x7Tq9", in: "a.md"))
        let account = { (count: Int) in "{\"username\":\"ada\",\"key\"~:\"" + String(repeating: "0a1b", count: count / 4) + "\"}" }
        #expect(finds(account(32), in: "x") && !finds(account(28), in: "x") && !finds(" " + account(32), in: "x"))
    }

    @Test(arguments: [
        (".env", FileStyle.environment), ("a/.env.local", .environment), ("prod.env", .environment), (".envrc", .environment),
        ("env", .environment), ("a.CSV", .table(separator: 0x2C)), ("a.tsv", .table(separator: 0x09)),
        ("a.psv", .table(separator: 0x7C)), ("a.py", .code), ("py", .prose), ("a.yaml", .settings), ("Dockerfile.dev", .settings),
        (".bashrc", .settings), ("bashrc", .prose), ("credentials", .settings), ("x/config", .settings), (".bash_profile", .settings),
        ("a.md", .prose), ("README", .prose), (".s3cfg", .settings),
    ])
    func aFileIsReadByItsName(path: String, style: FileStyle) {
        #expect(FileStyle(of: path) == style)
    }

    @Test(arguments: [
        ("pw", SecretName.Kind.password), ("p", nil), ("db_password", .password), ("password2", .password), ("userPass", .password),
        ("compass", nil), ("by-pass", .password), ("token", .token), ("pad_token", nil), ("csrfToken", nil), ("myApiKey", .token),
        ("API_KEY_1", .token), ("key", nil), ("auth", .token), ("author", nil), ("oauth", nil), ("salt", .token), ("basalt", nil),
    ] as [(String, SecretName.Kind?)])
    func aNameSaysThatItsValueIsOne(name: String, kind: SecretName.Kind?) {
        #expect(SecretName.kind(of: Array(name.utf8)[...]) == kind)
    }

    @Test func aNameHasAnEnd() {
        let name = String(repeating: "a", count: 92) + "password"
        #expect(SecretName.kind(of: Array(name.utf8)[...]) == .password)
        #expect(SecretName.kind(of: Array("a\(name)".utf8)[...]) == nil)
    }
}
