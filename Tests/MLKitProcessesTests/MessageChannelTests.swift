import MLKitCore
import Testing

@testable import MLKitProcesses

@Suite struct MessageChannelTests {
    @Test func messagesArriveWholeAndInOrder() throws {
        let (here, there) = try MessageChannel.pair()
        for number in 0..<3 { here.send(["number": .int(number), "text": .string(String(repeating: "ä", count: number))]) }
        #expect(there.receive()?["number"]?.int == 0)
        #expect(there.hasNext)
        #expect(there.receive()?["text"]?.string == "ä")
        #expect(there.receive()?["number"]?.int == 2)
        #expect(!there.hasNext)
    }

    /// Both sides would wait for each other if the guard waited for a runner that is handing over launches.
    @Test func whatIsNotWaitedForIsSentLater() throws {
        let (here, there) = try MessageChannel.pair()
        let long = JSON.string(String(repeating: "x", count: 100_000))
        for number in 0..<20 { here.send([.int(number), long], waits: false) }
        #expect(here.hasUnsent)
        for number in 0..<20 {
            #expect(there.receive()?.array?.first?.int == number)
            here.flush()
        }
        #expect(!here.hasUnsent)
    }

    @Test func nothingComesFromAnEndThatIsGone() throws {
        var (here, there): (MessageChannel?, MessageChannel) = try MessageChannel.pair()
        here?.send(["last": true])
        here = nil
        #expect(there.receive()?["last"] == true)
        #expect(there.receive() == nil)
        there.send(["nobody": "reads this"])
        #expect(!there.hasUnsent)
    }
}
