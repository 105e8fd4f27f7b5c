internal import CEngines

/// Rows of this process that a query reads as a table.
protocol RowProducer: AnyObject {
    var columns: [(name: String, type: DuckDBType)] { get }
    /// Writes the next rows into a chunk.
    ///
    /// - Returns: how many, up to 2048; 0 at the end.
    func produce(_ chunk: OutputChunk) throws -> Int
}

/// Room for up to 2048 rows of a producer.
struct OutputChunk {
    static let capacity = 2048
    fileprivate let callbacks: EngineCallbacks
    fileprivate let chunk: duckdb_handle?

    func vector(_ column: Int) -> OutputVector {
        OutputVector(callbacks: callbacks, vector: callbacks.vector(chunk, UInt64(column)))
    }
}

/// Room for the values of one column.
struct OutputVector {
    fileprivate let callbacks: EngineCallbacks
    fileprivate let vector: duckdb_handle?

    func values<Value>(as type: Value.Type) -> UnsafeMutablePointer<Value>? {
        callbacks.data(vector)?.assumingMemoryBound(to: type)
    }

    /// The same, or `nil` where none was missing so far.
    var readableValidity: UnsafeMutablePointer<UInt64>? { callbacks.validity(vector) }

    /// One bit a row, to be cleared where a value is missing.
    var validity: UnsafeMutablePointer<UInt64>? {
        callbacks.makeNullable(vector)
        return callbacks.validity(vector)
    }

    @inline(__always)
    func assign(_ text: UnsafeBufferPointer<UInt8>, at row: Int) {
        guard let base = text.baseAddress else { return callbacks.assign(vector, UInt64(row), "", 0) }
        base.withMemoryRebound(to: CChar.self, capacity: text.count) {
            callbacks.assign(vector, UInt64(row), $0, UInt64(text.count))
        }
    }
}

/// A producer while DuckDB knows it, and what it threw.
private final class Registered {
    let producer: any RowProducer
    var failure: (any Error)?

    init(_ producer: any RowProducer) {
        self.producer = producer
    }

    static func find(_ pointer: UnsafeMutableRawPointer?) -> Registered? {
        pointer.map { Unmanaged<Registered>.fromOpaque($0).takeUnretainedValue() }
    }
}

extension TableEngine {
    /// Runs a statement that reads the rows of a producer.
    ///
    /// - Parameter statement: makes it of what stands for the table in it.
    /// - Throws: what the producer throws; else `Failure` with DuckDB's reason.
    func run(reading producer: any RowProducer, to purpose: String, _ statement: (String) -> String) throws {
        let registered = Registered(producer)
        // A name that was registered stays what it was.
        producerCount += 1
        let name = "rows_\(producerCount)"
        try register(registered, named: name, purpose)
        do {
            try run(statement("\(name)()"), to: purpose)
        } catch {
            throw registered.failure ?? error
        }
    }

    private func register(_ registered: Registered, named name: String, _ purpose: String) throws {
        let callbacks = library.callbacks
        var function = callbacks.createTable()
        defer { callbacks.destroyTable(&function) }
        callbacks.nameTable(function, name)
        callbacks.setTableExtra(function, Unmanaged.passRetained(registered).toOpaque()) { pointer in
            if let pointer { Unmanaged<Registered>.fromOpaque(pointer).release() }
        }
        callbacks.setBind(function) { info in
            guard let callbacks = EngineCallbacks.current, let registered = Registered.find(callbacks.bindExtra(info)) else { return }
            for column in registered.producer.columns {
                var type = callbacks.createType(column.type.rawValue)
                callbacks.addColumn(info, column.name, type)
                callbacks.destroyType(&type)
            }
        }
        callbacks.setStart(function) { info in EngineCallbacks.current?.setThreads(info, 1) }
        callbacks.setProducer(function) { info, chunk in
            guard let callbacks = EngineCallbacks.current, let registered = Registered.find(callbacks.producerExtra(info)) else { return }
            do {
                let rows = try registered.producer.produce(OutputChunk(callbacks: callbacks, chunk: chunk))
                callbacks.setSize(chunk, UInt64(rows))
            } catch {
                registered.failure = error
                callbacks.fail(info, "the rows cannot be read")
            }
        }
        guard callbacks.registerTable(connection, function) == 0 else { throw failure(nil, purpose) }
    }
}
