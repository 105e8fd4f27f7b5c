internal import Synchronization

/// Results that several threads fill in, each its own places.
final class SharedArray<Element: Sendable>: Sendable {
    private let elements: Mutex<[Element?]>

    init(count: Int) {
        elements = Mutex(Array(repeating: nil, count: count))
    }

    subscript(index: Int) -> Element? {
        get { elements.withLock { $0[index] } }
        set { elements.withLock { $0[index] = newValue } }
    }

    var values: [Element?] { elements.withLock { $0 } }
}
