internal import CEngines

/// Room for up to 2048 rows of a producer: a piece of DuckDB's, or memory of our own where nobody but the producer looks at it.
struct OutputChunk {
    static let capacity = 2048

    private enum Storage {
        case engine(EngineCallbacks, duckdb_handle?)
        case memory([OutputVector])
    }

    private let storage: Storage

    init(_ callbacks: EngineCallbacks, _ chunk: duckdb_handle?) { storage = .engine(callbacks, chunk) }

    /// One vector for each column, of so many rows at most.
    init(memoryFor columns: Int, rows: Int) { storage = .memory((0..<columns).map { _ in OutputVector(rows: rows) }) }

    func vector(_ column: Int) -> OutputVector {
        switch storage {
        case .engine(let callbacks, let chunk): OutputVector(callbacks, callbacks.vector(chunk, UInt64(column)))
        case .memory(let vectors): vectors[column]
        }
    }

    /// Of memory: nothing is missing any more.
    func begin() {
        if case .memory(let vectors) = storage { for vector in vectors { vector.begin() } }
    }
}

/// Room for the values of one column. Texts are kept by DuckDB alone.
final class OutputVector {
    /// The most bytes of a value that is no text.
    private static let width = 8

    private let values: UnsafeMutableRawPointer?
    private let engine: (callbacks: EngineCallbacks, vector: duckdb_handle?)?
    private let bits: UnsafeMutablePointer<UInt64>?
    private let words: Int
    private let isOwned: Bool
    private var hasMissing = false

    /// Values that are there already, to be read.
    init(of vector: ColumnVector) {
        (engine, words, isOwned) = (nil, 0, false)
        (values, bits, hasMissing) = (vector.data, vector.validity, vector.validity != nil)
    }

    init(_ callbacks: EngineCallbacks, _ vector: duckdb_handle?) {
        (engine, bits, words, isOwned) = ((callbacks, vector), nil, 0, false)
        values = callbacks.data(vector)
    }

    fileprivate init(rows: Int) {
        isOwned = true
        (engine, words) = (nil, (rows + UInt64.bitWidth - 1) / UInt64.bitWidth)
        values = .allocate(byteCount: max(rows, 1) * Self.width, alignment: Self.width)
        bits = .allocate(capacity: max(words, 1))
    }

    deinit {
        guard isOwned else { return }
        values?.deallocate()
        bits?.deallocate()
    }

    fileprivate func begin() { hasMissing = false }

    @inline(__always)
    func values<Value>(as type: Value.Type) -> UnsafeMutablePointer<Value>? { values?.assumingMemoryBound(to: type) }

    /// One bit a row, 0 where a value is missing; `nil` where none was missing so far.
    var readableValidity: UnsafeMutablePointer<UInt64>? {
        if let engine { return engine.callbacks.validity(engine.vector) }
        return hasMissing ? bits : nil
    }

    /// The same, to be cleared where a value is missing.
    var validity: UnsafeMutablePointer<UInt64>? {
        if let engine {
            engine.callbacks.makeNullable(engine.vector)
            return engine.callbacks.validity(engine.vector)
        }
        if !hasMissing { bits?.update(repeating: .max, count: words) }
        hasMissing = true
        return bits
    }

    @inline(__always)
    func assign(_ text: UnsafeBufferPointer<UInt8>, at row: Int) {
        guard let engine else { return }
        guard let base = text.baseAddress else { return engine.callbacks.assign(engine.vector, UInt64(row), "", 0) }
        base.withMemoryRebound(to: CChar.self, capacity: text.count) {
            engine.callbacks.assign(engine.vector, UInt64(row), $0, UInt64(text.count))
        }
    }
}
