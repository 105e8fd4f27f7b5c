extension PlanCase {
    static let content: [PlanCase] = [
        PlanCase(name: "nothing new, untouched"),
        PlanCase(name: "nothing new, edited", doings: [.write("a.txt", yours)], tree: ["a.txt": yours]),
        PlanCase(name: "nothing new, deleted", doings: [.delete("a.txt")], tree: ["a.txt": nil]),
        PlanCase(name: "nothing new, moved", doings: [.move("a.txt", "b.txt")], tree: ["a.txt": nil, "b.txt": text]),
        PlanCase(
            name: "changed, untouched", second: ["a.txt": theirs], plan: ["update a.txt"], tree: ["a.txt": theirs],
            status: ["M  a.txt"]),
        PlanCase(
            name: "changed, edited elsewhere", doings: [.write("a.txt", yours)], second: ["a.txt": theirs],
            plan: ["merge a.txt"], tree: ["a.txt": both], status: ["M  a.txt"]),
        PlanCase(
            name: "changed, edited alike", doings: [.write("a.txt", theirs)], second: ["a.txt": theirs],
            tree: ["a.txt": theirs]),
        PlanCase(
            name: "changed, edited in the same lines", doings: [.write("a.txt", clash)], second: ["a.txt": theirs],
            plan: ["conflict a.txt"], tree: ["a.txt": marked], status: ["UU a.txt"]),
        PlanCase(
            name: "changed, deleted by the user", doings: [.delete("a.txt")], second: ["a.txt": theirs],
            tree: ["a.txt": nil]),
        PlanCase(
            name: "changed, moved by the user", doings: [.move("a.txt", "sub/b.txt")], second: ["a.txt": theirs],
            plan: ["update sub/b.txt"], tree: ["a.txt": nil, "sub/b.txt": theirs], status: ["M  sub/b.txt"]),
        PlanCase(
            name: "changed, moved and edited by the user", doings: [.move("a.txt", "b.txt"), .write("b.txt", yours)],
            second: ["a.txt": theirs], plan: ["merge b.txt"], tree: ["a.txt": nil, "b.txt": both],
            status: ["M  b.txt"]),
        PlanCase(
            name: "changed, now a program", second: ["a.txt+x": theirs], plan: ["update a.txt"],
            tree: ["a.txt": theirs], status: ["M  a.txt"]),
        PlanCase(
            name: "now a program, edited", doings: [.write("a.txt", yours)], second: ["a.txt+x": text],
            plan: ["update a.txt"], tree: ["a.txt": yours], status: ["M  a.txt"]),
        PlanCase(
            name: "a program by the user stays one", doings: [.program("a.txt", true)], second: ["a.txt": theirs],
            plan: ["update a.txt"], tree: ["a.txt": theirs], status: ["M  a.txt"]),
        PlanCase(
            name: "binary, changed by both", first: ["a.bin": "a\0one"], doings: [.write("a.bin", "a\0mine")],
            second: ["a.bin": "a\0two"], plan: ["conflict a.bin"], tree: ["a.bin": "a\0mine"], status: ["UU a.bin"]),
        PlanCase(
            name: "binary, changed by the template", first: ["a.bin": "a\0one"], second: ["a.bin": "a\0two"],
            plan: ["update a.bin"], tree: ["a.bin": "a\0two"], status: ["M  a.bin"]),
        PlanCase(
            name: "a link of the user's, nothing new", doings: [.link("a.txt", to: "elsewhere")]),
    ]

    static let comingAndGoing: [PlanCase] = [
        PlanCase(
            name: "new in the template", second: ["a.txt": text, "deep/new.txt": "new\n"],
            plan: ["create deep/new.txt"], tree: ["deep/new.txt": "new\n"], status: ["A  deep/new.txt"]),
        PlanCase(
            name: "new, and there already", doings: [.write("new.txt", "new\n")],
            second: ["a.txt": text, "new.txt": "new\n"], tree: ["new.txt": "new\n"]),
        PlanCase(
            name: "new, and another one there", doings: [.write("new.txt", "mine\n")],
            second: ["a.txt": text, "new.txt": "new\n"], plan: ["conflict new.txt"],
            tree: ["new.txt": "<<<<<<< yours\nmine\n=======\nnew\n>>>>>>> template small 2.0.0\n"],
            status: ["AA new.txt"]),
        PlanCase(
            name: "dropped, untouched", first: ["a.txt": text, "gone/b.txt": "bye\n"], second: ["a.txt": text],
            plan: ["delete gone/b.txt"], tree: ["gone/b.txt": nil], status: ["D  gone/b.txt"]),
        PlanCase(
            name: "dropped, edited", first: ["a.txt": text, "gone/b.txt": "bye\n"],
            doings: [.write("gone/b.txt", "mine\n")], second: ["a.txt": text], plan: ["conflict gone/b.txt"],
            tree: ["gone/b.txt": "mine\n"], status: ["UD gone/b.txt"]),
        PlanCase(
            name: "dropped, deleted by the user", first: ["a.txt": text, "b.txt": "bye\n"], doings: [.delete("b.txt")],
            second: ["a.txt": text], tree: ["b.txt": nil]),
        PlanCase(
            name: "dropped beside a file of the user's", first: ["a.txt": text, "gone/b.txt": "bye\n"],
            doings: [.write("gone/mine.txt", "mine\n")], second: ["a.txt": text], plan: ["delete gone/b.txt"],
            tree: ["gone/b.txt": nil, "gone/mine.txt": "mine\n"], status: ["D  gone/b.txt"]),
        PlanCase(
            name: "a file becomes a folder", first: ["a": "x\n"], second: ["a/b.txt": "new and other\n"],
            plan: ["delete a", "create a/b.txt"],
            tree: ["a/b.txt": "new and other\n"], status: ["D  a", "A  a/b.txt"]),
        PlanCase(
            name: "a folder becomes a file", first: ["a/b.txt": "x\n", "a/c/d.txt": "y\n"], second: ["a": "new and other\n"],
            plan: ["create a", "delete a/b.txt", "delete a/c/d.txt"], tree: ["a": "new and other\n"],
            status: ["A  a", "D  a/b.txt", "D  a/c/d.txt"]),
        PlanCase(
            name: "a file takes the place of its folder", first: ["a/b.txt": text], second: ["a": theirs],
            plan: ["rename a/b.txt -> a"], tree: ["a": theirs], status: ["A  a", "D  a/b.txt"]),
    ]

    static let renames: [PlanCase] = [
        PlanCase(
            name: "renamed, untouched", second: ["b.txt": text], plan: ["rename a.txt -> b.txt"],
            tree: ["a.txt": nil, "b.txt": text], status: ["D  a.txt", "A  b.txt"]),
        PlanCase(
            name: "renamed, edited", doings: [.write("a.txt", yours)], second: ["b.txt": text],
            plan: ["rename a.txt -> b.txt"], tree: ["a.txt": nil, "b.txt": yours], status: ["D  a.txt", "A  b.txt"]),
        PlanCase(
            name: "renamed and changed, edited", doings: [.write("a.txt", yours)], second: ["sub/b.txt": theirs],
            plan: ["rename a.txt -> sub/b.txt"], tree: ["a.txt": nil, "sub/b.txt": both],
            status: ["D  a.txt", "A  sub/b.txt"]),
        PlanCase(
            name: "renamed and changed, edited in the same lines", doings: [.write("a.txt", clash)],
            second: ["b.txt": theirs], plan: ["conflict a.txt -> b.txt"], tree: ["a.txt": nil, "b.txt": marked],
            status: ["D  a.txt", "UU b.txt"]),
        PlanCase(
            name: "renamed to where the user has a file", doings: [.write("b.txt", "mine\n"), .write("a.txt", yours)],
            second: ["b.txt": theirs], plan: ["merge a.txt", "conflict b.txt"],
            tree: ["a.txt": both, "b.txt": "mine\n"], status: ["M  a.txt", "AA b.txt"]),
        PlanCase(
            name: "renamed, deleted by the user", doings: [.delete("a.txt")], second: ["b.txt": text],
            tree: ["a.txt": nil, "b.txt": nil]),
        PlanCase(
            name: "renamed, moved by the user", doings: [.move("a.txt", "mine.txt")], second: ["b.txt": theirs],
            plan: ["update mine.txt"], tree: ["a.txt": nil, "b.txt": nil, "mine.txt": theirs],
            status: ["M  mine.txt"]),
        PlanCase(
            name: "another file in its place", second: ["b.txt": text, "a.txt.stencil": "something else\n"],
            plan: ["update a.txt", "create b.txt"], tree: ["a.txt": "something else\n", "b.txt": text],
            status: ["M  a.txt", "A  b.txt"]),
    ]

    static let owned: [PlanCase] = [
        PlanCase(
            name: "managed, edited, nothing new", ownership: "  a.txt: managed\n", doings: [.write("a.txt", yours)],
            plan: ["update a.txt"], tree: ["a.txt": text], status: ["M  a.txt"]),
        PlanCase(
            name: "managed, deleted", ownership: "  a.txt: managed\n", doings: [.delete("a.txt")],
            plan: ["create a.txt"], tree: ["a.txt": text], status: ["A  a.txt"]),
        PlanCase(
            name: "managed, changed by both", ownership: "  a.txt: managed\n", doings: [.write("a.txt", clash)],
            second: ["a.txt": theirs], plan: ["update a.txt"], tree: ["a.txt": theirs], status: ["M  a.txt"]),
        PlanCase(
            name: "managed, renamed", ownership: "  \"*.txt\": managed\n", doings: [.write("a.txt", yours)],
            second: ["b.txt": text], plan: ["rename a.txt -> b.txt"], tree: ["a.txt": nil, "b.txt": text],
            status: ["D  a.txt", "A  b.txt"]),
        PlanCase(
            name: "seed, changed by the template", ownership: "  a.txt: seed\n", second: ["a.txt": theirs],
            tree: ["a.txt": text]),
        PlanCase(
            name: "seed, deleted", ownership: "  a.txt: seed\n", doings: [.delete("a.txt")], second: ["a.txt": theirs],
            tree: ["a.txt": nil]),
        PlanCase(
            name: "seed, dropped", first: ["a.txt": text, "b.txt": "b\n"], ownership: "  a.txt: seed\n",
            second: ["b.txt": "b\n"], secondOwnership: "", tree: ["a.txt": text]),
        PlanCase(
            name: "seed, renamed by the template", ownership: "  \"*.txt\": seed\n", second: ["b.txt": text],
            tree: ["a.txt": text, "b.txt": nil]),
        PlanCase(
            name: "new seed where the user has a file", doings: [.write("new.txt", "mine\n")],
            second: ["a.txt": text, "new.txt": "new\n"], secondOwnership: "  new.txt: seed\n",
            tree: ["new.txt": "mine\n"]),
        PlanCase(
            name: "managed becomes merged", ownership: "  a.txt: managed\n", doings: [.write("a.txt", yours)],
            second: ["a.txt": theirs], secondOwnership: "", plan: ["merge a.txt"], tree: ["a.txt": both],
            status: ["M  a.txt"]),
        PlanCase(
            name: "seed becomes merged", ownership: "  a.txt: seed\n", doings: [.write("a.txt", yours)],
            second: ["a.txt": theirs], secondOwnership: "", plan: ["merge a.txt"], tree: ["a.txt": both],
            status: ["M  a.txt"]),
        PlanCase(
            name: "merged becomes managed", doings: [.write("a.txt", yours)], second: ["a.txt": theirs],
            secondOwnership: "  a.txt: managed\n", plan: ["update a.txt"], tree: ["a.txt": theirs],
            status: ["M  a.txt"]),
    ]

    static let all = content + comingAndGoing + renames + owned
}
