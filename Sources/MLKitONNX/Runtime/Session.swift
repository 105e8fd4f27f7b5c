internal import CEngines
internal import MLKitCore
public import SystemPackage

/// A model made ready to run. One session can be run by many threads at a time.
public final class Session: @unchecked Sendable {
    public let runtime: Runtime
    /// What must be fed, in the model's order.
    public let inputs: [ValueDescription]
    /// What may be fed besides, and has a default where it is not.
    public let optionalInputs: [ValueDescription]
    /// What it computes, in the model's order.
    public let outputs: [ValueDescription]
    let handle: OpaquePointer
    private let wholeCall: Call
    /// What the runtime looks at where it stands.
    private let tensors: LentTensors?

    /// A session of a model in memory.
    ///
    /// - Throws: `Failure` if the runtime does not accept the model.
    public convenience init(_ model: Model, runtime: Runtime, options: SessionOptions = SessionOptions()) throws {
        try self.init(model.content, runtime: runtime, options: options)
    }

    /// A session of a model file's content.
    ///
    /// - Throws: `Failure` if the runtime does not accept the model.
    public convenience init(bytes: [UInt8], runtime: Runtime, options: SessionOptions = SessionOptions()) throws {
        try self.init(ModelContent(bytes), runtime: runtime, options: options)
    }

    /// A session of a model of any size: tensors that are not in its file stay where they are.
    ///
    /// - Throws: `Failure` if the runtime does not accept the model.
    public convenience init(_ content: ModelContent, runtime: Runtime, options: SessionOptions = SessionOptions()) throws {
        let (api, bytes) = (runtime.api, content.bytes)
        let tensors = content.tensors.isEmpty ? nil : LentTensors(content.tensors)
        try self.init(runtime: runtime, options: options, tensors: tensors, undeclared: { try Self.shapeless(bytes) }) { settings in
            try api.make("load the model") { session in
                bytes.withUnsafeBytes {
                    api.pointee.CreateSessionFromArray(
                        runtime.environment, $0.baseAddress, $0.count, settings, &session)
                }
            }
        }
    }

    /// A session of a model file.
    ///
    /// - Throws: `Failure` if the runtime cannot read the file or does not accept the model.
    public convenience init(path: FilePath, runtime: Runtime, options: SessionOptions = SessionOptions()) throws {
        let api = runtime.api
        try self.init(runtime: runtime, options: options) { settings in
            try api.make("load `\(path)`") {
                api.pointee.CreateSession(runtime.environment, path.string, settings, &$0)
            }
        }
    }

    /// The inputs that a model declares without any shape: to the runtime they are as those of scalars.
    private static func shapeless(_ bytes: [UInt8]) throws -> Set<String> {
        Set(try Model(parsing: bytes).inputs.filter { $0.shape == nil }.map(\.name))
    }

    /// - Parameter undeclared: asked for the inputs without a shape where there are any that may be.
    private init(
        runtime: Runtime, options: SessionOptions, tensors: LentTensors? = nil, undeclared: () throws -> Set<String> = { [] },
        create: (OpaquePointer) throws -> OpaquePointer
    ) throws {
        let settings = try runtime.api.settings(options)
        defer { runtime.api.pointee.ReleaseSessionOptions(settings) }
        try tensors?.lend(to: settings, of: runtime, writesModel: options.optimizedModel != nil)
        self.tensors = tensors
        let handle = try create(settings)
        do {
            let reader = DescriptionReader(api: runtime.api, allocator: runtime.allocator, session: handle)
            var inputs = try reader.inputs()
            if inputs.contains(where: { $0.shape == [] }) {
                let names = try undeclared()
                for index in inputs.indices where inputs[index].shape == [] && names.contains(inputs[index].name) {
                    inputs[index].shape = nil
                }
            }
            let outputs = try reader.outputs()
            (self.inputs, self.outputs, optionalInputs) = (inputs, outputs, try reader.optionalInputs())
            wholeCall = Call(inputs: inputs, outputs: outputs)
        } catch {
            runtime.api.pointee.ReleaseSession(handle)
            throw error
        }
        self.runtime = runtime
        self.handle = handle
    }

    deinit { runtime.api.pointee.ReleaseSession(handle) }

    /// The outputs that are tensors, and no sequences or maps.
    public var tensorOutputs: [String] { outputs.filter { $0.type != nil }.map(\.name) }

    /// Texts that travel with the model.
    ///
    /// - Returns: those of these names that there are.
    func metadata(_ names: [String]) throws -> [String: String] {
        let api = runtime.api
        let metadata = try api.make("read the metadata") { api.pointee.SessionGetModelMetadata(handle, &$0) }
        defer { api.pointee.ReleaseModelMetadata(metadata) }
        return try names.reduce(into: [:]) { texts, name in
            var characters: UnsafeMutablePointer<CChar>?
            try api.check(
                api.pointee.ModelMetadataLookupCustomMetadataMap(metadata, runtime.allocator, name, &characters), "read the metadata")
            guard let characters else { return }
            texts[name] = String(cString: characters)
            if let status = api.pointee.AllocatorFree(runtime.allocator, characters) { api.pointee.ReleaseStatus(status) }
        }
    }

    /// Runs the model once.
    ///
    /// - Parameters:
    ///   - inputs: A tensor for every input, by name, and for any that is optional.
    ///   - outputs: The outputs wanted; all if `nil`.
    /// - Throws: `Failure` if an input is missing, unknown, or of another type or shape than the model declares;
    ///   if an output is unknown or not a tensor of a supported type; or with the runtime's reason.
    public func run(_ inputs: [String: Tensor], outputs: [String]? = nil) throws -> [String: Tensor] {
        if inputs.count != self.inputs.count { try checkNames(inputs.keys, areAmong: self.inputs + optionalInputs, "input") }
        let call = try call(outputs: outputs, feeding: optionalInputs.filter { inputs[$0.name] != nil })
        let results = try run(call, call.inputs.map { try tensor(for: $0, in: inputs) })
        return Dictionary(zip(call.outputs.map(\.name), results)) { first, _ in first }
    }

    /// Runs the model once for all outputs, also those that are no tensors, and reads none.
    ///
    /// - Throws: `Failure` as `run(_:outputs:)`.
    public func work(on inputs: [String: Tensor]) throws {
        let call = try call(feeding: optionalInputs.filter { inputs[$0.name] != nil })
        let tensors = try call.inputs.map { try tensor(for: $0, in: inputs) }
        for (input, tensor) in zip(call.inputs, tensors) { try input.check(tensor) }
        _ = try results(of: call, tensors)
    }

    /// Runs the model once, without looking names up: the quickest way to ask the same of it many times.
    ///
    /// - Parameters:
    ///   - call: Made by `call(outputs:)` of this session.
    ///   - tensors: One for every input, in the model's order.
    /// - Returns: The outputs in the order of the call.
    /// - Throws: `Failure` as `run(_:outputs:)`.
    public func run(_ call: Call, _ tensors: [Tensor]) throws -> [Tensor] {
        guard tensors.count == call.inputs.count else {
            throw Failure("the model has \(plural(call.inputs.count, "input")), not \(tensors.count)")
        }
        for (input, tensor) in zip(call.inputs, tensors) { try input.check(tensor) }
        guard !call.outputs.isEmpty else { return [] }
        let results = try results(of: call, tensors)
        return try call.outputs.indices.map { try results.tensor(at: $0, name: call.outputs[$0].name) }
    }

    private func results(of call: Call, _ tensors: [Tensor]) throws -> RuntimeValues {
        let arguments = RuntimeValues(api: runtime.api)
        for tensor in tensors { try arguments.append(tensor, runtime) }
        let results = RuntimeValues(api: runtime.api, count: call.outputs.count)
        try runtime.api.check(invoke(call, arguments, results), "run the model")
        return results
    }

    /// Prepares running the model for these outputs, or all of them, time and again.
    ///
    /// - Parameter optional: What is fed besides the inputs that must be, after them.
    /// - Throws: `Failure` if the model has no such output.
    public func call(outputs names: [String]? = nil, feeding optional: [ValueDescription] = []) throws -> Call {
        guard names != nil || !optional.isEmpty else { return wholeCall }
        let names = names ?? outputs.map(\.name)
        try checkNames(names, areAmong: outputs, "output")
        return Call(inputs: inputs + optional, outputs: names.compactMap { name in outputs.first { $0.name == name } })
    }

    private func invoke(_ call: Call, _ arguments: RuntimeValues, _ results: RuntimeValues) -> OpaquePointer? {
        runtime.api.pointee.Run(
            handle, nil, call.inputNames.known, arguments.handles, call.inputNames.count,
            call.outputNames.known, call.outputNames.count, &results.handles)
    }

    private func tensor(for input: ValueDescription, in tensors: [String: Tensor]) throws -> Tensor {
        if let tensor = tensors[input.name] { return tensor }
        // A misspelt name is told before the name that is missing for it.
        try checkNames(tensors.keys, areAmong: inputs, "input")
        throw Failure("the input `\(input.name)` is missing")
    }

    private func checkNames(
        _ names: some Sequence<String>, areAmong known: [ValueDescription], _ kind: String
    ) throws {
        for name in names where !known.contains(where: { $0.name == name }) {
            throw Failure(
                "the model has no \(kind) `\(name)`", hint: Suggestion.hint(for: name, among: known.map(\.name)))
        }
    }
}

extension UnsafePointer<OrtApi> {
    /// The runtime's own form of the options; the caller releases it.
    fileprivate func settings(_ options: SessionOptions) throws -> OpaquePointer {
        let settings = try make("set up a session") { pointee.CreateSessionOptions(&$0) }
        do {
            let threads = CInt(clamping: max(options.threads, 1))
            try check(pointee.SetIntraOpNumThreads(settings, threads), "set up a session")
            let level = CInt(options.optimization.rawValue)
            try check(pointee.SetSessionGraphOptimizationLevel(settings, level), "set up a session")
            if !options.keepsMemory {
                try check(pointee.DisableCpuMemArena(settings), "set up a session")
                try check(pointee.DisableMemPattern(settings), "set up a session")
            }
            if let path = options.optimizedModel {
                try check(pointee.SetOptimizedModelFilePath(settings, path.string), "set up a session")
            }
            return settings
        } catch {
            pointee.ReleaseSessionOptions(settings)
            throw error
        }
    }
}
