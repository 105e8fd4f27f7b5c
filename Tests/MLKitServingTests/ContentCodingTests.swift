import MLKitCore
import Testing

@testable import MLKitServing

/// Bodies that are packed, and how large they may be.
struct ContentCodingTests {
    private func unpacked(_ coding: ContentCoding, _ bytes: [UInt8], limit: Int = 100) -> String {
        do {
            return String(decoding: try coding.unpacked(bytes, limit: limit, Cancellation()), as: UTF8.self)
        } catch {
            let response = (error as? Refusal)?.response
            return response.map { "\($0.status.rawValue) " + String(decoding: $0.body, as: UTF8.self) } ?? "\(error)"
        }
    }

    /// `abc` as it is (RFC 1951, section 3.2.4), without a frame.
    private static let raw: [UInt8] = [0x01, 0x03, 0x00, 0xFC, 0xFF] + Array("abc".utf8)

    /// Some clients send `deflate` without its frame; nobody does so with gzip.
    @Test func aFrameMayLackForDeflate() throws {
        let framed = try #require(ContentCoding.deflate.packed(Array("abc".utf8)))
        let zipped = try #require(ContentCoding.gzip.packed(Array("abc".utf8)))
        #expect(unpacked(.deflate, framed) == "abc" && unpacked(.gzip, zipped) == "abc" && unpacked(.deflate, Self.raw) == "abc")
        #expect(unpacked(.gzip, Self.raw).hasPrefix("400 {\"error\":\"the body is not packed as gzip\""))
        #expect(unpacked(.gzip, framed).hasPrefix("400 ") && unpacked(.deflate, zipped).hasPrefix("400 "))
        #expect(unpacked(.deflate, [0xFF, 0xFF]).hasPrefix("400 {\"error\":\"the body is not packed as deflate\""))
    }

    @Test func aBodyMayBeOfJustTheLimit() throws {
        for coding in [ContentCoding.gzip, .deflate] {
            let packed = try #require(coding.packed([UInt8](repeating: 0x61, count: 100)))
            #expect(unpacked(coding, packed).utf8.count == 100)
            #expect(unpacked(coding, packed, limit: 99).hasPrefix("413 {\"error\":\"the unpacked body is larger than 99 bytes\""))
        }
    }

    @Test(arguments: [
        ("gzip", .gzip), ("x-gzip", .gzip), ("deflate", .deflate), ("br", nil), ("", nil), ("gzip;q=0", nil), ("gzip, deflate", .gzip),
        ("gzip;q=0.5, deflate;q=0.6", .deflate), ("gzip;q=0.5, identity", nil), ("gzip;q=0.5, identity;q=0.5", .gzip),
        ("identity;q=0.6, gzip;q=0.5", nil), ("gzip;level=1;q=0.1, deflate;q=0.2", .deflate),
    ] as [(String, ContentCoding?)])
    func theBestIsTaken(field: String, coding: ContentCoding?) {
        #expect(ContentCoding.preferred(HeaderFields([.acceptEncoding: field])) == coding)
    }
}
