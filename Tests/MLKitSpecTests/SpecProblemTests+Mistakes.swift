import Testing

/// The mistakes, and what is said of each.
extension SpecProblemTests {
    /// A text and all that is said of it.
    struct Mistake: CustomTestStringConvertible, Sendable {
        let text: String
        let message: String

        init(_ text: String, _ message: String) {
            self.text = text
            self.message = message
        }

        var testDescription: String { message }
    }

    static let mistakes = mistakesOfFields + mistakesOfStages

    private static let mistakesOfFields = [
        Mistake(
            "- a\n",
            #"""
            error: `mlkit.yaml` must be a mapping, not a list
             --> mlkit.yaml:1:1
              |
            1 | - a
              | ^^^

            hint: it begins with `mlkit: 1`, and needs a `project` with a `name`
            """#),
        Mistake(
            "",
            #"""
            error: `mlkit.yaml` must be a mapping, not nothing
             --> mlkit.yaml:1:1
              |
            1 | 
              | ^

            hint: it begins with `mlkit: 1`, and needs a `project` with a `name`
            """#),
        Mistake(
            "mlkit: 1\nproject: {name: p\n",
            #"""
            error: this is not YAML: did not find expected ',' or '}'
             --> mlkit.yaml:3:1
              |
            3 | 
              | ^
            note: while parsing a flow mapping that begins on line 2
            """#),
        Mistake(
            "mlkit: 1\nproject:\n  name: p\n   title: x\n",
            #"""
            error: this is not YAML: mapping values are not allowed in this context
             --> mlkit.yaml:4:9
              |
            4 |    title: x
              |         ^

            hint: keys of one mapping begin in one column; a text with `: ` in it needs quotes
            """#),
        Mistake(
            "mlkit: 1\nproject: {name: 'p}\n",
            #"""
            error: the quotes that open here are not closed
             --> mlkit.yaml:2:17
              |
            2 | project: {name: 'p}
              |                 ^
            """#),
        Mistake(
            "mlkit: 1\nproject: {name: @p}\n",
            #"""
            error: this is not YAML: found character that cannot start any token
             --> mlkit.yaml:2:17
              |
            2 | project: {name: @p}
              |                 ^
            note: while scanning for the next token

            hint: a text that begins with this character needs quotes
            """#),
        Mistake(
            "mlkit: 1\nproject:\n\tname: p\n",
            #"""
            error: a tab cannot indent YAML
             --> mlkit.yaml:3:1
              |
            3 | 	name: p
              | ^

            hint: indent with spaces
            """#),
        Mistake(
            "mlkit: 1\nproject: {name: p, title: \"a\\0b\"}\n",
            #"""
            error: `title` has a NUL character in it
             --> mlkit.yaml:2:27
              |
            2 | project: {name: p, title: "a\0b"}
              |                           ^^^^^^

            hint: take `\0` out
            """#),
        Mistake(
            head + "---\nmlkit: 1\n",
            #"""
            error: a second document begins here
             --> mlkit.yaml:3:1
              |
            3 | ---
              | ^^^
            """#),
        Mistake(
            head + "? [a]\n: 1\n",
            #"""
            error: a key must be text, not a list
             --> mlkit.yaml:3:3
              |
            3 | ? [a]
              |   ^^^
            """#),
        Mistake(
            head + "params:\n  a: &a 5\n  b: {<<: *a}\n",
            #"""
            error: `<<` takes a mapping, not a number
             --> mlkit.yaml:5:11
              |
            5 |   b: {<<: *a}
              |           ^^
            """#),
        Mistake(
            head + "params: {a: 1, a: 2}\nproject: {name: q}\n",
            #"""
            error: the key `a` stands here twice
             --> mlkit.yaml:3:16
              |
            3 | params: {a: 1, a: 2}
              |                ^
            note: it first stands on line 3

            error: the key `project` stands here twice
             --> mlkit.yaml:4:1
              |
            4 | project: {name: q}
              | ^^^^^^^
            note: it first stands on line 2
            """#),
        Mistake(
            head + "serving: {prot: 80, port: 70000}\ncolour: red\n",
            #"""
            error: unknown key `prot` in `serving`
             --> mlkit.yaml:3:11
              |
            3 | serving: {prot: 80, port: 70000}
              |           ^^^^

            hint: did you mean `port`?

            error: `port` must be between 0 and 65535, not 70000
             --> mlkit.yaml:3:27
              |
            3 | serving: {prot: 80, port: 70000}
              |                           ^^^^^

            error: unknown key `colour` in mlkit.yaml
             --> mlkit.yaml:4:1
              |
            4 | colour: red
              | ^^^^^^

            hint: known are `mlkit`, `project`, `template`, `layout`, `checklists`, `policies`, `params`, `stages`, `serving`, \#
            `resources`, `cache` and `sweeps`
            """#),
        Mistake(
            head + "layout: {base: clasic, modles: x, data: /abs, reports: ../up}\n",
            #"""
            error: unknown value `clasic` for `base`
             --> mlkit.yaml:3:16
              |
            3 | layout: {base: clasic, modles: x, data: /abs, reports: ../up}
              |                ^^^^^^

            hint: did you mean `classic`?

            error: unknown key `modles` in `layout`
             --> mlkit.yaml:3:24
              |
            3 | layout: {base: clasic, modles: x, data: /abs, reports: ../up}
              |                        ^^^^^^

            hint: did you mean `models`?

            error: the path `/abs` is not relative to the project
             --> mlkit.yaml:3:41
              |
            3 | layout: {base: clasic, modles: x, data: /abs, reports: ../up}
              |                                         ^^^^

            hint: paths are relative to the folder of mlkit.yaml and stay inside it

            error: the path `../up` leads out of the project
             --> mlkit.yaml:3:56
              |
            3 | layout: {base: clasic, modles: x, data: /abs, reports: ../up}
              |                                                        ^^^^^

            hint: paths are relative to the folder of mlkit.yaml and stay inside it
            """#),
        Mistake(
            head + "layout: {valid: data/train, logs: .mlkit/x}\n",
            #"""
            error: `train` and `valid` are both `data/train`
             --> mlkit.yaml:3:17
              |
            3 | layout: {valid: data/train, logs: .mlkit/x}
              |                 ^^^^^^^^^^

            hint: give each split a folder of its own: their files have the same names

            error: `.mlkit/x` is mlkit's own, so it cannot be the folder `logs`
             --> mlkit.yaml:3:35
              |
            3 | layout: {valid: data/train, logs: .mlkit/x}
              |                                   ^^^^^^^^

            hint: choose another folder
            """#),
        Mistake(
            head + "params: {a: 1, b: \"${params.a}\"}\nserving: {port: \"${params.a}\"}\n",
            #"""
            error: a parameter cannot refer to another
             --> mlkit.yaml:3:19
              |
            3 | params: {a: 1, b: "${params.a}"}
              |                   ^^^^^^^^^^^^^

            hint: write the value itself; stages that need both can refer to both

            error: `${…}` cannot stand in `serving`
             --> mlkit.yaml:4:17
              |
            4 | serving: {port: "${params.a}"}
              |                 ^^^^^^^^^^^^^

            hint: parameters and stages are put in below `stages` only
            """#),
    ]
}
