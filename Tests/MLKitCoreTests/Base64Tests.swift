import MLKitCore
import Testing

/// RFC 4648, section 10, and what is no such text.
@Suite struct Base64Tests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func theExamplesOfTheStandard(_ plain: String, _ text: String) {
        #expect(String(decoding: Base64.encoded(Array(plain.utf8)), as: UTF8.self) == text)
        #expect(Base64.decoded(text.utf8) == Array(plain.utf8))
    }

    @Test func allBytesComeBack() {
        for count in 0..<260 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
            #expect(Base64.decoded(Base64.encoded(bytes)) == bytes)
        }
    }

    @Test(arguments: ["Z", "Zg=", "Zg", "Z===", "====", "Zm9v!mFy", "Zm=v", "Zh==", "Zm9=Zg=="])
    func anythingElseIsRefused(_ text: String) { #expect(Base64.decoded(text.utf8) == nil) }
}
