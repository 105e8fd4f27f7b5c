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

    static let mistakes = [
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

            hint: known are `mlkit`, `project`, `template`, `layout`, `checklists`, `params`, `stages`, `serving`, `resources`, `cache` and `sweeps`
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
        Mistake(
            head + "params: {a: 1, l: [1]}\nstages:\n  s:\n    run: echo ${params.a and ${HOME} ${f%.csv} $${x.y}\n    inputs: [\"${param.a}\", \"${params.${params.a}}\", \"x${params.l}\", \"${stages.s}\", \"x${stages.s}\"]\n",
            #"""
            error: `${params.a` is not closed
             --> mlkit.yaml:6:10
              |
            6 |     run: echo ${params.a and ${HOME} ${f%.csv} $${x.y}
              |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            hint: write `}` behind the name

            error: `${param.a}` refers to neither `params` nor `stages`
             --> mlkit.yaml:7:14
              |
            7 |     inputs: ["${param.a}", "${params.${params.a}}", "x${params.l}", "${stages.s}", "x${stages.s}"]
              |              ^^^^^^^^^^^^

            hint: did you mean `${params.a}`?

            error: references cannot stand inside each other
             --> mlkit.yaml:7:28
              |
            7 |     inputs: ["${param.a}", "${params.${params.a}}", "x${params.l}", "${stages.s}", "x${stages.s}"]
              |                            ^^^^^^^^^^^^^^^^^^^^^^^

            hint: refer to one parameter by its whole name

            error: `${params.l}` is a list, not text
             --> mlkit.yaml:7:53
              |
            7 |     inputs: ["${param.a}", "${params.${params.a}}", "x${params.l}", "${stages.s}", "x${stages.s}"]
              |                                                     ^^^^^^^^^^^^^^

            error: the stage `s` writes nothing
             --> mlkit.yaml:7:69
              |
            7 |     inputs: ["${param.a}", "${params.${params.a}}", "x${params.l}", "${stages.s}", "x${stages.s}"]
              |                                                                     ^^^^^^^^^^^^^

            hint: give it `outputs`

            error: `${stages.s}` cannot stand inside a text
             --> mlkit.yaml:7:84
              |
            7 |     inputs: ["${param.a}", "${params.${params.a}}", "x${params.l}", "${stages.s}", "x${stages.s}"]
              |                                                                                    ^^^^^^^^^^^^^^

            hint: only `${params.NAME}` can; write `$${` for the characters themselves
            """#),
        Mistake(
            head + "stages:\n  t: {kind: deploy, model: \"${stages.one.a.b.c}\"}\n  u: {kind: }\n  v: {kind: comand}\n",
            #"""
            error: `${stages.one.a.b.c}` is not a reference to a stage
             --> mlkit.yaml:4:28
              |
            4 |   t: {kind: deploy, model: "${stages.one.a.b.c}"}
              |                            ^^^^^^^^^^^^^^^^^^^^^

            hint: write `${stages.NAME}` or `${stages.NAME.PRODUCT}`

            error: `kind` must be one of `data`, `train`, `evaluate`, `quantize`, `deploy` and `notebook`, not nothing
             --> mlkit.yaml:5:13
              |
            5 |   u: {kind: }
              |             ^

            error: unknown value `comand` for `kind`
             --> mlkit.yaml:6:13
              |
            6 |   v: {kind: comand}
              |             ^^^^^^

            hint: known are `data`, `train`, `evaluate`, `quantize`, `deploy` and `notebook`
            """#),
        Mistake(
            head + "stages:\n  a: {run: a, inputs: [z], outputs: [x]}\n  b: {run: b, inputs: [x], outputs: [z]}\n  c: {run: c, inputs: [e], outputs: [d]}\n  d: {run: c, inputs: [d], outputs: [e]}\n",
            #"""
            error: these stages wait for each other: a -> b -> a
             --> mlkit.yaml:4:3
              |
            4 |   a: {run: a, inputs: [z], outputs: [x]}
              |   ^

            hint: let one of them no longer read what another makes

            error: these stages wait for each other: c -> d -> c
             --> mlkit.yaml:6:3
              |
            6 |   c: {run: c, inputs: [e], outputs: [d]}
              |   ^

            hint: let one of them no longer read what another makes
            """#),
        Mistake(
            head + "stages:\n  q: {kind: data, source: x.csv, target: y}\n  f: {kind: quantize, model: \"${stages.g}\", calibrate: \"${stages.q}\"}\n  g: {kind: quantize, model: \"${stages.f}\", calibrate: \"${stages.q}\", report: r}\n",
            #"""
            error: these stages wait for each other: f -> g -> f
             --> mlkit.yaml:5:3
              |
            5 |   f: {kind: quantize, model: "${stages.g}", calibrate: "${stages.q}"}
              |   ^

            hint: let one of them no longer read what another makes
            """#),
        Mistake(
            head + "stages:\n  a: {kind: data, source: a.csv, target: y, split: {train: 0.5, valid: 0.2}}\n  b: {kind: train, data: \"${stages.a}\", model: baseline, matrix: {model: [trees]}}\n",
            #"""
            error: `split` needs the key `test`
             --> mlkit.yaml:4:52
              |
            4 |   a: {kind: data, source: a.csv, target: y, split: {train: 0.5, valid: 0.2}}
              |                                                    ^^^^^^^^^^^^^^^^^^^^^^^^

            hint: `test`: share of rows to measure on; the three add up to 1

            error: a stage of kind `train` takes either `model` or `matrix.model`, not both
             --> mlkit.yaml:5:67
              |
            5 |   b: {kind: train, data: "${stages.a}", model: baseline, matrix: {model: [trees]}}
              |                                                                   ^^^^^

            hint: take one of them out
            """#),
        Mistake(
            head + "stages:\n  a: {run: x, outputs: [b, b/c]}\n  a.b: {run: x}\n",
            #"""
            error: the stage `a` writes `b/c` twice
             --> mlkit.yaml:4:3
              |
            4 |   a: {run: x, outputs: [b, b/c]}
              |   ^

            hint: give each output a path of its own, in the stage or in `layout`

            error: `a.b` cannot name a stage
             --> mlkit.yaml:5:3
              |
            5 |   a.b: {run: x}
              |   ^^^

            hint: use letters, digits, `_` and `-`
            """#),
    ]
}
