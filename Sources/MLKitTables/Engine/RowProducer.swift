internal import CEngines

/// Rows of this process that a query reads as a table.
protocol RowProducer: AnyObject {
    var columns: [(name: String, type: DuckDBType)] { get }
    /// Writes the next rows into a chunk.
    ///
    /// - Returns: how many, up to 2048; 0 at the end.
    func produce(_ chunk: OutputChunk) throws -> Int
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
        let callbacks = try loaded().callbacks
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
                let rows = try registered.producer.produce(OutputChunk(callbacks, chunk))
                callbacks.setSize(chunk, UInt64(rows))
            } catch {
                registered.failure = error
                callbacks.fail(info, "the rows cannot be read")
            }
        }
        guard callbacks.registerTable(try connected(), function) == 0 else { throw failure(nil, purpose) }
    }
}
