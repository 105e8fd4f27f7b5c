import MLKitCore
import Testing

@testable import MLKitScaffold

/// Python's numbers at their ends, and what is made of texts for names.
@Suite struct JinjaNumberTests {
    private func value(_ expression: String) -> String {
        do {
            return try Jinja.render("{{ \(expression) }}", [:])
        } catch let failure as Failure {
            return failure.diagnostics.first?.message ?? ""
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        ("7 // 2", "3"), ("-7 // 2", "-4"), ("7 // -2", "-4"), ("-7 // -2", "3"), ("6 // -2", "-3"), ("0 // -2", "0"),
        ("-7.5 // 2", "-4.0"),
        ("7 % 3", "1"), ("-7 % 3", "2"), ("7 % -3", "-2"), ("-7 % -3", "-1"), ("6 % -3", "0"), ("5 % -1", "0"), ("-7.5 % 2", "0.5"),
        ("1 / 0", "division by 0"), ("1 // 0", "division by 0"), ("1 % 0", "division by 0"), ("1.5 // 0.0", "division by 0"),
        ("0 ** 0", "1"), ("0 ** 5", "0"), ("1 ** 1000", "1"), ("(-1) ** 1000", "1"), ("(-1) ** 1001", "-1"), ("2 ** 0", "1"),
        ("2 ** 62", "4611686018427387904"), ("2 ** 63", "the number is too large"), ("2 ** 64", "the number is too large"),
        ("(-2) ** 63", "-9223372036854775808"), ("(-2) ** 64", "the number is too large"), ("2 ** -1", "0.5"), ("2 ** 0.5 > 1.41", "True"),
        ("9223372036854775807 - -1", "the number is too large"), ("-9223372036854775807 - 1", "-9223372036854775808"),
        ("-9223372036854775807 - 2", "the number is too large"), ("4611686018427387904 * 2", "the number is too large"),
        ("(-9223372036854775807 - 1) // -1", "the number is too large"), ("-(-9223372036854775807 - 1)", "the number is too large"),
        ("(-9223372036854775807 - 1) % -1", "0"), ("2.5 - 1", "1.5"), ("2.5 * 2", "5.0"), ("1 + 0.5", "1.5"),
        ("-'a'", "`-` cannot take text"),
        ("'ab' * 0", ""), ("'ab' * -1", ""), ("2 * 'ab'", "abab"), ("(1, 2) + (3,)", "(1, 2, 3)"), ("(1,) * 2", "(1, 1)"),
        ("1 <= 1", "True"), ("1 < 1", "False"), ("1 >= 1", "True"), ("1 > 1", "False"), ("2 <= 1", "False"), ("1 >= 2", "False"),
        ("1 < 'a'", "a number and text have no order"),
    ])
    func arithmetic(expression: String, result: String) { #expect(value(expression) == result) }

    @Test(arguments: [
        ("'My Project Name'|slugify", "my-project-name"), ("'a  b--c'|slugify", "a-b-c"), ("'1,000 2,x ,3 4,'|slugify", "1000-2-x-3-4"),
        ("'a,1'|slugify", "a-1"), ("\"it's\"|slugify", "it-s"), ("'AbZ9'|slugify(lowercase=false)", "AbZ9"), ("'@[`{/:'|slugify", ""),
        ("'abc def'|slugify(max_length=3)", "abc"), ("'abc def'|slugify(max_length=4)", "abc"),
        ("'abc def'|slugify(max_length=5)", "abc-d"),
        ("'abc'|slugify(max_length=0)", "abc"), ("'a b'|slugify(separator='_')", "a_b"), ("'a b'|slugify(separator='')", "ab"),
        ("'a'|slugify('_')", "`slugify` takes arguments by name only"),
    ])
    func slugs(expression: String, result: String) { #expect(value(expression) == result) }
}
