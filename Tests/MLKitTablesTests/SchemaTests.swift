import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

@Suite("Schema file")
struct SchemaTests {
    private let schema = TableSchema(
        columns: [
            ColumnSchema(name: "age", type: .integer, minimum: 0, maximum: 120.5),
            ColumnSchema(name: "a \"b\": c", type: .text, nullable: true, categories: ["#1", "- x", "1", "a b", "no"]),
            ColumnSchema(name: "Größe", type: .number, nullable: true),
            ColumnSchema(name: "flag", type: .boolean),
            ColumnSchema(name: "grade", type: .integer, categories: ["-1", "2", "10"]),
        ], target: "grade")

    private func read(_ text: String) throws -> TableSchema {
        try SchemaFile("/schema.yaml", name: "schema.yaml", files: InMemoryFileSystem(["/schema.yaml": text])).schema
    }

    @Test func whatIsWrittenIsRead() throws {
        #expect(try read(schema.yaml) == schema)
        #expect(try read(schema.yaml).yaml == schema.yaml)
    }

    @Test func theFileIsMadeForPeople() {
        #expect(
            schema.yaml == """
                # What each column of the data must be. mlkit wrote this from the first data it saw, and holds later data
                # to it. Review it and edit it by hand; remove it to have it inferred anew.
                #
                # type: integer | number | boolean | text | date | timestamp | identifier (which models do not see)
                # nullable: whether values may be missing (false if left out)
                # categories: the only values allowed (any if left out); an integer target with categories is classified
                # minimum, maximum: bounds of a number (none if left out)
                # format: how dates are written, such as "%d.%m.%Y"
                # feature: whether models see the column (true if left out)
                # missing, read: what stood for a missing value, and how numbers are written

                target: grade
                columns:
                  age:
                    type: integer
                    minimum: 0
                    maximum: 120.5
                  "a \\"b\\": c":
                    type: text
                    nullable: true
                    categories:
                      - "#1"
                      - "- x"
                      - "1"
                      - a b
                      - "no"
                  "Größe":
                    type: number
                    nullable: true
                  flag:
                    type: boolean
                  grade:
                    type: integer
                    categories:
                      - -1
                      - 2
                      - 10

                """)
    }

    /// It is the order of the classes: the last of two is the one that is looked for.
    @Test func categoriesKeepTheirOrderInTheFile() throws {
        let schema = try read("target: y\ncolumns:\n  y: {type: integer, categories: [10, 9, -2]}\n")
        #expect(schema.targetColumn?.categories == ["10", "9", "-2"])
    }

    @Test func everythingWrongIsReportedAtOnce() async {
        let text = """
            target: lable
            colour: red
            columns:
              x: {type: whole}
              y: {type: text, minimum: 3, nullable: perhaps}
              z: {type: integer, categories: [1, two, 1]}
              label: {typ: text}
              w: {type: number, categories: [a], minimum: 3, maximum: 2}

            """
        #expect(
            await failureText { _ = try read(text) } == """
                error: the target `lable` is not a column
                 --> schema.yaml:1:9
                  |
                1 | target: lable
                  |         ^^^^^

                hint: did you mean `label`?

                error: unknown key `colour`
                 --> schema.yaml:2:1
                  |
                2 | colour: red
                  | ^^^^^^

                hint: known are `target`, `columns`, `missing`, `missing_in`, `read`, `unicode`, `redact`, `aggregate`, `dropped`, \
                `rows` and `relations`

                error: unknown type `whole`
                 --> schema.yaml:4:13
                  |
                4 |   x: {type: whole}
                  |             ^^^^^

                hint: known are `integer`, `number`, `boolean`, `text`, `date`, `timestamp` and `identifier`

                error: only numbers have bounds, and `y` is text
                 --> schema.yaml:5:28
                  |
                5 |   y: {type: text, minimum: 3, nullable: perhaps}
                  |                            ^

                error: `nullable` takes true or false, not text
                 --> schema.yaml:5:41
                  |
                5 |   y: {type: text, minimum: 3, nullable: perhaps}
                  |                                         ^^^^^^^

                error: `two` is no category of type integer
                 --> schema.yaml:6:38
                  |
                6 |   z: {type: integer, categories: [1, two, 1]}
                  |                                      ^^^

                error: the category `1` stands here twice
                 --> schema.yaml:6:43
                  |
                6 |   z: {type: integer, categories: [1, two, 1]}
                  |                                           ^

                error: the column `label` has no `type`
                 --> schema.yaml:7:3
                  |
                7 |   label: {typ: text}
                  |   ^^^^^

                hint: known are `integer`, `number`, `boolean`, `text`, `date`, `timestamp` and `identifier`

                error: unknown key `typ`
                 --> schema.yaml:7:11
                  |
                7 |   label: {typ: text}
                  |           ^^^

                hint: did you mean `type`?

                error: a number has no categories
                 --> schema.yaml:8:33
                  |
                8 |   w: {type: number, categories: [a], minimum: 3, maximum: 2}
                  |                                 ^^^

                hint: make the type `integer` or `text`, or remove them

                error: the minimum is above the maximum
                 --> schema.yaml:8:47
                  |
                8 |   w: {type: number, categories: [a], minimum: 3, maximum: 2}
                  |                                               ^

                """)
    }

    @Test func aClassifiedTargetNeedsItsClasses() async {
        let text = await failureText { _ = try read("target: y\ncolumns:\n  y: {type: text}\n") }
        #expect(
            text == """
                error: the target `y` needs its classes listed as `categories`, two or more
                 --> schema.yaml:1:9
                  |
                1 | target: y
                  |         ^

                """)
    }

    @Test(arguments: ["date", "timestamp", "identifier"]) func aTargetIsWhatModelsPredict(type: String) async {
        let text = await failureText { _ = try read("target: y\ncolumns:\n  x: {type: number}\n  y: {type: \(type)}\n") }
        #expect(text.hasPrefix("error: the target `y` is of type `\(type)`, which no model predicts\n --> schema.yaml:1:9\n"))
    }

    /// Two are enough, and one is none to tell from.
    @Test(arguments: ["text", "boolean"]) func oneClassIsNotEnough(type: String) async throws {
        let values = type == "text" ? ["a", "b"] : ["true", "false"]
        func problem(_ categories: [String]) async -> String {
            await failureText {
                _ = try read(
                    "target: y\ncolumns:\n  x: {type: number}\n  y: {type: \(type), categories: [\(categories.joined(separator: ", "))]}\n")
            }
        }
        #expect(await problem([values[0]]).hasPrefix("error: the target `y` needs its classes listed as `categories`, two or more"))
        #expect(await !problem(values).contains("needs its classes"))
    }

    @Test func notASchema() async {
        #expect(
            await failureText { _ = try read("- x\n") } == """
                error: a schema is a mapping with the keys `target` and `columns`, not a list
                 --> schema.yaml:1:1
                  |
                1 | - x
                  | ^^^

                """)
    }
}
