/// Hands out short names that nobody has yet: `a` to `z`, `A` to `Z`, `aa`, `ba`, and so on.
///
/// A name is written once where a value is made and again wherever it is used, so in a small model names are a
/// good part of the file.
struct NameAllocator {
    private var taken: Set<String>
    private var next = 0
    private static let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")

    init(taken: Set<String>) {
        self.taken = taken
    }

    mutating func allocate() -> String {
        while true {
            let name = Self.name(next)
            next += 1
            if taken.insert(name).inserted { return name }
        }
    }

    private static func name(_ number: Int) -> String {
        var name = ""
        var rest = number
        repeat {
            name.append(letters[rest % letters.count])
            rest = rest / letters.count - 1
        } while rest >= 0
        return name
    }
}
