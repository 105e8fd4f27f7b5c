internal import Synchronization

/// A value that is made when it is first asked for, once, by whichever thread asks first; others wait for it.
///
/// What makes it must not ask for it.
public final class Deferred<Value: Sendable>: Sendable {
    private enum State {
        case made(Value)
        case deferred(@Sendable () -> Value)
    }

    private let state: Mutex<State>

    public init(made value: Value) { state = Mutex(.made(value)) }

    public init(_ make: @escaping @Sendable () -> Value) { state = Mutex(.deferred(make)) }

    /// Takes a value that is known from elsewhere, if there is none yet.
    public func settle(_ value: Value) {
        state.withLock { state in
            if case .deferred = state { state = .made(value) }
        }
    }

    public var value: Value {
        state.withLock { state in
            switch state {
            case .made(let value): return value
            case .deferred(let make):
                let value = make()
                state = .made(value)
                return value
            }
        }
    }
}
