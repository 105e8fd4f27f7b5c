internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// Prepares two renderings of `mlkit.yaml` to be merged with the user's file, which is what they were made from.
///
/// A value that the new rendering has because the user's file has it, as after a changed answer, is nobody's change: it
/// is put into the base as well. What decides about the rendering as a whole (`layout`, `template`) is the user's in
/// any case. Then both take over the user's spelling, so that quotes or brackets do not count as a change.
struct SpecSpelling {
    static let path = ProjectSpec.fileName
    /// Keys at the top that the command reads.
    private static let inputs = ["layout", "template"]

    let yours: [UInt8]
    /// Places of yours whose values the new rendering has elsewhere.
    var carriedPlaces: [[String]] = []

    /// The texts as the user would have written them; as they are where that cannot be done.
    func adopted(base: [UInt8], theirs: [UInt8]) -> (base: [UInt8], theirs: [UInt8]) {
        guard let mine = parse(yours), let old = parse(base), let new = parse(theirs) else { return (base, theirs) }
        var (oldEdit, newEdit) = (YAMLEdit(base, file: Self.path), YAMLEdit(theirs, file: Self.path))
        for key in Self.inputs {
            guard let value = mine[key]?.json else { continue }
            if let other = old[key]?.json, other != value { oldEdit.set([key], to: value) }
            if let other = new[key]?.json, other != value { newEdit.set([key], to: value) }
        }
        settle(mine, old, new, at: [], &oldEdit)
        for place in carriedPlaces {
            guard let value = mine.value(at: place)?.json, old.value(at: place) != nil else { continue }
            oldEdit.set(place, to: value)
        }
        return (spelt(oldEdit, base), spelt(newEdit, theirs))
    }

    private func parse(_ bytes: [UInt8]) -> Node? { try? YAMLDocument.parse(bytes, file: Self.path) }

    /// Puts into the base what yours and the new rendering agree on.
    private func settle(_ mine: Node, _ old: Node, _ new: Node, at path: [String], _ edit: inout YAMLEdit) {
        for entry in mine.mapping ?? [] where !(path.isEmpty && Self.inputs.contains(entry.name)) {
            guard let before = old[entry.name], let after = new[entry.name], before.json != entry.value.json else {
                continue
            }
            let place = path + [entry.name]
            if [entry.value, before, after].allSatisfy({ $0.mapping != nil }) {
                settle(entry.value, before, after, at: place, &edit)
            } else if after.json == entry.value.json {
                edit.set(place, to: after.json)
            }
        }
    }

    private func spelt(_ edit: YAMLEdit, _ text: [UInt8]) -> [UInt8] {
        YAMLSpelling.adopt(from: yours, into: (try? edit.result()) ?? text)
    }
}
