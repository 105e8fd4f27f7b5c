/// Numbers, of which the lowest comes out first: a binary heap.
struct IndexHeap {
    private var items: [Int] = []

    /// The lowest number.
    var first: Int? { items.first }

    mutating func insert(_ item: Int) {
        items.append(item)
        var place = items.count - 1
        while place > 0, items[place] < items[(place - 1) / 2] {
            items.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func removeFirst() -> Int? {
        guard let first = items.first, let last = items.popLast() else { return nil }
        guard !items.isEmpty else { return first }
        items[0] = last
        var place = 0
        while true {
            let left = 2 * place + 1
            guard left < items.count else { return first }
            let lowest = left + 1 < items.count && items[left + 1] < items[left] ? left + 1 : left
            guard items[lowest] < items[place] else { return first }
            items.swapAt(place, lowest)
            place = lowest
        }
    }
}
