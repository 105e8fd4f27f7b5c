/// The mistakes in stages, and in what they refer to.
extension SpecProblemTests {
    static let mistakesOfStages = [
        Mistake(
            head + "params: {a: 1, l: [1]}\nstages:\n  s:\n    run: echo ${params.a and ${HOME} ${f%.csv} $${x.y}\n    inputs: "
                + "[\"${param.a}\", \"${params.${params.a}}\", \"x${params.l}\", \"${stages.s}\", \"x${stages.s}\"]\n",
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

            error: `kind` must be one of `data`, `compare`, `train`, `evaluate`, `quantize`, `deploy` and `notebook`, not nothing
             --> mlkit.yaml:5:13
              |
            5 |   u: {kind: }
              |             ^

            error: unknown value `comand` for `kind`
             --> mlkit.yaml:6:13
              |
            6 |   v: {kind: comand}
              |             ^^^^^^

            hint: known are `data`, `compare`, `train`, `evaluate`, `quantize`, `deploy` and `notebook`
            """#),
        Mistake(
            head + "stages:\n  a: {run: a, inputs: [z], outputs: [x]}\n  b: {run: b, inputs: [x], outputs: [z]}\n  c: {run: c, inputs: "
                + "[e], outputs: [d]}\n  d: {run: c, inputs: [d], outputs: [e]}\n",
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
            head + "stages:\n  q: {kind: data, source: x.csv, target: y}\n  f: {kind: quantize, model: \"${stages.g}\", calibrate: "
                + "\"${stages.q}\"}\n  g: {kind: quantize, model: \"${stages.f}\", calibrate: \"${stages.q}\", report: r}\n",
            #"""
            error: these stages wait for each other: f -> g -> f
             --> mlkit.yaml:5:3
              |
            5 |   f: {kind: quantize, model: "${stages.g}", calibrate: "${stages.q}"}
              |   ^

            hint: let one of them no longer read what another makes
            """#),
        Mistake(
            head + "stages:\n  a: {kind: data, source: a.csv, target: y, split: {train: 0.5, valid: 0.2}}\n  b: {kind: train, data: "
                + "\"${stages.a}\", model: baseline, matrix: {model: [trees]}}\n",
            #"""
            error: `split` needs the key `test`
             --> mlkit.yaml:4:52
              |
            4 |   a: {kind: data, source: a.csv, target: y, split: {train: 0.5, valid: 0.2}}
              |                                                    ^^^^^^^^^^^^^^^^^^^^^^^^

            hint: `test`: share of rows to measure on; the three add up to 1

            error: a stage of kind `train` takes one of `model`, `matrix.model` and `run`, not several
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
