import MLKitCore
import Testing

@testable import MLKitCache

/// Remotes as they are written and shown.
@Suite struct RemoteNameTests {
    @Test(arguments: ["/mnt/cache", "cache", "../shared/a:b", "~/cache"])
    func aFolder(text: String) {
        #expect(!RemoteName(text).isRclone)
        #expect(RemoteName(text).shown == text)
    }

    @Test func whatIsBelowIt() {
        #expect(RemoteName("s3:").appending("runs") == "s3:runs")
        #expect(RemoteName("s3:bucket").appending("runs") == "s3:bucket/runs")
        #expect(RemoteName("s3:bucket/").appending("runs") == "s3:bucket/runs")
    }

    @Test func settingsAreNotShown() {
        let remote = RemoteName(#":s3,access_key_id=AKIA1,secret_access_key="hunt=er:2",region=x:bucket"#)
        #expect(remote.isRclone)
        #expect(remote.shown == ":s3,…")
        let shown = remote.redacted(#"cannot use ":s3,access_key_id=AKIA1,secret_access_key='hunt=er:2':b": AKIA1 bad"#)
        #expect(shown == #"cannot use ":s3,access_key_id=…,secret_access_key='…':b": … bad"#)
        #expect(remote.redacted("no \(remote.text)") == "no :s3,…")
        #expect(RemoteName("s3:bucket").redacted("no bucket") == "no bucket")
    }
}
