import MLKitCore
import Testing

@testable import MLKitTables

/// Each mistake in a schema's file is named, and nothing beside it.
@Suite struct SchemaMistakeTests {
    private func problems(_ text: String) -> [String] {
        do {
            _ = try SchemaFile(bytes: Array(text.utf8), name: "schema.yaml")
            return []
        } catch {
            return ((error as? Failure)?.diagnostics ?? []).map(\.message)
        }
    }

    /// What stands beside columns `x` and `t` and the target `y`.
    private func beside(_ text: String) -> [String] {
        problems(
            "target: y\n\(text)\ncolumns:\n  x: {type: integer}\n  z: {type: number}\n  t: {type: text}\n  d: {type: date}\n"
                + "  y: {type: text, categories: [a, b]}\n")
    }

    private func column(_ inside: String) -> [String] { problems("columns:\n  x: {\(inside)}\n") }

    @Test(arguments: [
        ("target: x\n", "a schema needs `columns`, a mapping of their names, and `target`, one of them, if there is one"),
        ("columns: {}\n", "a schema needs `columns`, a mapping of their names, and `target`, one of them, if there is one"),
        ("columns: [x]\n", "a schema needs `columns`, a mapping of their names, and `target`, one of them, if there is one"),
        ("columns:\n  x: number\n", "a column is a mapping with the key `type`, not text"),
        ("target: {x: 1}\ncolumns:\n  x: {type: number}\n", "`target` is a column's name, or a list of such, not a mapping"),
    ])
    func theFile(text: String, problem: String) { #expect(problems(text).contains(problem), "\(problems(text))") }

    @Test(arguments: [
        ("type: number, minimum: a", "a bound must be a number, not text"),
        ("type: number, maximum: .inf", "a bound must be a number, not a number"),
        ("type: boolean, maximum: 1", "only numbers have bounds, and `x` is boolean"),
        ("type: integer, minimum: 3, maximum: 2", "the minimum is above the maximum"),
        ("type: text, categories: a", "`categories` takes a list of values, not text"),
        ("type: text, categories: []", "`categories` takes a list of values, not nothing"),
        ("type: date, categories: [a]", "a column of type date has no categories"),
        ("type: timestamp, categories: [a]", "a column of type timestamp has no categories"),
        ("type: identifier, categories: [a]", "a column of type identifier has no categories"),
        ("type: number, categories: [a]", "a number has no categories"),
        ("type: integer, categories: [01]", "`01` is no category of type integer"),
        ("type: boolean, categories: [yes, \"false\"]", "`yes` is no category of type boolean"),
        ("type: text, categories: [\"\", a]", "`` is no category of type text"),
        ("type: text, categories: [a, a]", "the category `a` stands here twice"),
        ("type: number, nullable: 1", "`nullable` takes true or false, not a number"),
        ("type: number, unique: maybe", "`unique` takes true or false, not text"),
        ("type: number, feature: maybe", "`feature` takes true or false, not text"),
        ("type: number, nulable: true", "unknown key `nulable`"),
        ("type: number, missing: 0.5", "no value of `x` may be missing: `missing` goes with `nullable: true`"),
        ("type: number, nullable: true, missing: 1.5", "`missing` is the largest share of rows without a value, from 0 to 1, not `1.5`"),
        ("type: number, nullable: true, missing: -0.1", "`missing` is the largest share of rows without a value, from 0 to 1, not `-0.1`"),
        ("type: text, format: \"%Y-%m-%d\"", "only dates and time stamps have a format, and `x` is text"),
        ("type: date, format: \"%Y\"", "`%Y` is no format of dates"),
        ("type: number, severity: {maximun: error}", "unknown rule `maximun`"),
        ("type: number, severity: fatal", "a severity is `error`, `warning` or `ignore`, not `fatal`"),
        ("type: number, severity: {maximum: fatal}", "a severity is `error`, `warning` or `ignore`, not `fatal`"),
    ])
    func aColumn(inside: String, problem: String) { #expect(column(inside) == [problem]) }

    @Test(arguments: [
        "type: number, nullable: true, missing: 0", "type: number, nullable: true, missing: 1", "type: integer, minimum: 2, maximum: 2",
        "type: timestamp, format: \"%d.%m.%Y\"", "type: integer, categories: [1, -2]", "type: boolean, categories: [\"true\", \"false\"]",
        "type: number, severity: ignore", "type: number, severity: {maximum: warning}", "type: number, feature: false",
    ])
    func whatAColumnMayBe(inside: String) { #expect(column(inside) == []) }

    @Test(arguments: [
        ("missing: a", "`missing` takes a list of texts, not text"), ("missing: [[a]]", "`missing` takes a list of texts, not a list"),
        ("missing_in: [a]", "`missing_in` takes a mapping such as `{age: [unknown]}`, not a list"),
        ("missing_in: {x: a}", "`missing_in` takes a mapping such as `{age: [unknown]}`, not a mapping"),
        ("missing_in: {x: [[a]]}", "`missing_in` takes a mapping such as `{age: [unknown]}`, not a mapping"),
        ("dropped: a", "`dropped` takes a list of columns, not text"),
        ("dropped: [{a: 1}]", "`dropped` takes a list of columns, not a list"),
        ("unicode: nfd", "`unicode` takes `nfc`, not `nfd`"), ("read: {decimale: ','}", "unknown key `decimale`"),
        ("read: {numbers: [x]}", "`numbers` takes a mapping such as `{price: {decimal: \",\"}}`, not a list"),
        ("read: {numbers: {q: {decimal: ','}}}", "`numbers` names the column `q`, which is not there"),
        ("read: {numbers: {x: {decimale: ','}}}", "unknown key `decimale`"), ("redact: t", "`redact` takes a list of columns, not text"),
        ("redact: [q]", "`redact` names the column `q`, which is not there"),
        ("redact: [x]", "only texts can be redacted, and `x` is integer"),
        ("aggregate: [x]", "`aggregate` takes a mapping such as `{age: {band: 10}}`, not a list"),
        ("aggregate: {q: {band: 10}}", "`aggregate` names the column `q`, which is not there"),
        ("aggregate: {t: {band: 10}}", "`t` is text, which is made coarser by `band` (numbers), `prefix` (texts) or `period` (dates)"),
        ("rows: 5", "`rows` is a mapping with `minimum`, `maximum` or both, not a number"),
        ("rows: {minimum: -1}", "a number of rows is a whole number from 0, not `-1`"),
        ("rows: {maximum: [1]}", "a number of rows is a whole number from 0, not a list"),
        ("rows: {minimum: 3, maximum: 2}", "the minimum is above the maximum"), ("rows: {minimun: 3}", "unknown key `minimun`"),
        ("relations: x <= z", "`relations` takes a list such as `[start <= finish]`, not text"),
        ("relations: [x]", "a relation compares two columns by `<=`, `<`, `>=`, `>`, `=` or `!=`, as `start <= finish`"),
        ("relations: [x <= q]", "there is no column `q`"), ("relations: [{check: x <= z, severty: error}]", "unknown key `severty`"),
        ("relations: [x <= t]", "`x` is integer, and `t` is text: they cannot be compared"),
        ("relations: [x <= d]", "`x` is integer, and `d` is date: they cannot be compared"),
    ])
    func theTable(text: String, problem: String) { #expect(beside(text) == [problem]) }

    @Test(arguments: [
        "rows: {minimum: 2, maximum: 2}", "rows: {minimum: 0}", "relations: [x <= z, {check: x = z, severity: warning}]", "missing: [a, b]",
        "missing_in: {x: [a]}", "read: {numbers: {x: {decimal: ','}}}", "redact: [t]", "aggregate: {x: {band: 10}}", "dropped: [q]",
    ])
    func whatMayStandBeside(text: String) { #expect(beside(text) == []) }

    private func target(_ target: String, _ columns: String) -> [String] {
        problems("target: \(target)\ncolumns:\n  q: {type: number}\n\(columns)")
    }

    @Test func theTarget() {
        #expect(target("y", "  y: {type: integer, categories: [1]}\n") == ["the target `y` has only one class"])
        #expect(target("y", "  y: {type: integer, categories: [1, 2]}\n") == [] && target("y", "  y: {type: integer}\n") == [])
        let severity = "the target `y` has to be of its type, and one of its categories: their severity is `error`"
        for rule in ["type", "categories"] {
            #expect(target("y", "  y: {type: integer, severity: {\(rule): warning}}\n") == [severity])
            let labels = target("[y, q]", "  y: {type: boolean, categories: [\"false\", \"true\"], severity: {\(rule): ignore}}\n")
            #expect(labels.first == severity)
        }
        #expect(target("y", "  y: {type: integer, severity: {maximum: warning}}\n") == [])
    }

    @Test func severalTargets() {
        let columns = "  a: {type: boolean, categories: [\"false\", \"true\"]}\n  b: {type: text, categories: [n, p]}\n"
        let two = "needs two values listed as `categories`, the last of them for rows that have the label"
        #expect(target("[a, b]", columns) == [] && target("[a]", columns) == ["a list of targets has two columns or more"])
        #expect(target("[a, b, a]", columns) == ["the target `a` stands here twice"])
        #expect(target("[a, z]", columns) == ["the target `z` is not a column"] && target("[a, q]", columns) == ["the target `q` \(two)"])
        #expect(target("[a, c]", columns + "  c: {type: text, categories: [n, p, r]}\n") == ["the target `c` \(two)"])
        #expect(target("[a, [b]]", columns).first == "`target` is a column's name, or a list of such, not a list")
    }
}
