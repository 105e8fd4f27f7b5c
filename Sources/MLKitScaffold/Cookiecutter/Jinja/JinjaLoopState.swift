/// The variable `loop` inside a loop.
struct JinjaLoopState {
    let items: [JinjaValue]
    let index: Int

    subscript(name: String) -> JinjaValue? {
        switch name {
        case "index": .int(index + 1)
        case "index0": .int(index)
        case "revindex": .int(items.count - index)
        case "revindex0": .int(items.count - index - 1)
        case "first": .bool(index == 0)
        case "last": .bool(index == items.count - 1)
        case "length": .int(items.count)
        // Only loops that call themselves are deeper, which are not supported.
        case "depth": .int(1)
        case "depth0": .int(0)
        case "previtem": index > 0 ? items[index - 1] : nil
        case "nextitem": index + 1 < items.count ? items[index + 1] : nil
        case "cycle": .method(.loop(self), "cycle")
        default: nil
        }
    }

    static let names = [
        "index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "previtem",
        "nextitem",
        "cycle",
    ]
}
