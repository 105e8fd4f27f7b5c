internal import Glibc
internal import NIOCore

/// The connections that have been made at an address and that the server has not taken yet. Closing the address resets
/// them, and with them requests that have arrived.
struct AcceptQueue {
    private let listener: (any SocketOptionProvider)?

    init(_ listener: any Channel) {
        self.listener = listener as? any SocketOptionProvider
    }

    /// Lets no more connections be made, and waits until those that were made have been taken.
    func empty(within seconds: Double) {
        turnAway()
        var rest = Int(seconds * 1000)
        while count > 0, rest > 0 {
            usleep(1000)
            rest -= 1
        }
    }

    /// As Linux tells it of an address that is listened on (tcp(7), `TCP_INFO`).
    private var count: Int {
        let information: EventLoopFuture<tcp_info>? = listener?.unsafeGetSocketOption(level: .tcp, name: .init(rawValue: TCP_INFO))
        return (try? information?.wait()).map { Int($0.tcpi_unacked) } ?? 0
    }

    /// Has the system read past whoever wants to connect, as if the network had lost it: by the time they try again the
    /// address is closed, and they are refused. Where the system knows no such filters, the last may be reset.
    private func turnAway() {
        // What it looks at begins with the TCP header (RFC 9293, section 3.1): of its flags SYN is set, and ACK is not.
        let filter = UnsafeMutableBufferPointer<FilterStep>.allocate(capacity: 5)
        defer { filter.deallocate() }
        _ = filter.initialize(fromContentsOf: [
            FilterStep(code: 0x30, value: 13), FilterStep(code: 0x54, value: 0x12),
            FilterStep(code: 0x15, otherwise: 1, value: 0x02), FilterStep(code: 0x06, value: 0), FilterStep(code: 0x06, value: .max),
        ])
        let program = FilterProgram(count: 5, steps: filter.baseAddress)
        try? listener?.unsafeSetSocketOption(level: .socket, name: .init(rawValue: SO_ATTACH_FILTER), value: program).wait()
    }

    /// `struct sock_filter` of linux/filter.h, which glibc leaves out.
    private struct FilterStep {
        var code: UInt16
        var then: UInt8 = 0
        var otherwise: UInt8 = 0
        var value: UInt32
    }

    /// `struct sock_fprog`.
    private struct FilterProgram: @unchecked Sendable {
        var count: UInt16
        var steps: UnsafeMutablePointer<FilterStep>?
    }
}
