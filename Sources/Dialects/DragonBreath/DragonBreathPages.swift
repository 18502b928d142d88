import Chamber
import JSON
import Surroundings
import SwitchCore

/// What is read besides the temperatures.
extension DragonBreathState {
    /// The whole state.
    package func encoded() -> [UInt8] {
        JSONWriter.object { write(to: &$0) }
    }

    /// `/api/v2/info`: which device it is, and what it can do.
    ///
    /// The dashboard takes its surface by `product`. Without `update` it looks for no release of the firmware.
    package func encodedInfo() -> [UInt8] {
        JSONWriter.object { json in
            json.member("api_version", Self.apiVersion)
            json.member("device_id", deviceID)
            json.member("boot_id", identity.bootID)
            json.member("firmware", identity.version)
            json.member("project", "hearth")
            json.object("ui") { json in
                json.member("schema", 1)
                json.member("product", "dragonbreath")
                json.member("display_name", "Hearth")
            }
            json.null("rref_kohm")
            json.null("inactive_slot")
            json.array("capabilities") { list in
                for word in ["power_on", "auto", "drying", "lease_heartbeat", "sse"] {
                    list.element(word)
                }
            }
        }
    }

    /// `/api/v2/health`; `streams`: the clients of `/api/v2/events`.
    package func encodedHealth(streams: Int) -> [UInt8] {
        JSONWriter.object { json in
            json.member("api_version", Self.apiVersion)
            json.member("boot_id", identity.bootID)
            json.member("uptime_ms", snapshot.at.duration(since: .zero).wholeMilliseconds)
            json.null("free_heap_bytes")
            json.null("minimum_free_heap_bytes")
            json.null("wifi_rssi_dbm")
            json.null("wifi_channel")
            json.member("sse_clients", streams)
        }
    }

    /// `/api/v2/logs`: what happened since the program's start at `start`, in milliseconds since 1970-01-01 00:00
    /// UTC; newest first.
    package static func encodedLog(_ events: [APIEvent], since start: Int64) -> [UInt8] {
        let events = events.filter { $0.wallMilliseconds >= start }
        return JSONWriter.object { json in
            json.member("api_version", apiVersion)
            json.member("count", events.count)
            json.array("entries") { json in
                for event in events {
                    json.object { json in
                        json.member("ms", event.wallMilliseconds - start)
                        json.member("text", event.event.sentence)
                    }
                }
            }
        }
    }

    /// `/settings`, with the keys alone that Hearth has; bounds that are one number say that it cannot be changed
    /// from here.
    package func encodedSettings() -> [UInt8] {
        let highest = snapshot.highestTarget.degrees
        let term = identity.heatTerm.wholeMilliseconds
        let filter = snapshot.settings.fanBedThreshold.degrees
        return JSONWriter.object { json in
            json.member("max", highest, decimals: 1)
            json.member("max_min", highest, decimals: 1)
            json.member("max_abs", highest, decimals: 1)
            json.member("comms_ms", term)
            json.member("comms_ms_min", term)
            json.member("comms_ms_max", term)
            json.member("filter_temp", filter, decimals: 1)
            json.member("filter_temp_min", filter, decimals: 1)
            json.member("filter_temp_max", filter, decimals: 1)
            json.member("filter_auto", false)
            json.member("leds_enabled", snapshot.settings.brightness > 0)
        }
    }

    /// One server-sent event; the JSON has no line ends of its own.
    package func encodedEvent(isTransition: Bool) -> [UInt8] {
        let head = isTransition ? "event: state\nid: \(revision)\n" : "event: telemetry\n"
        return Array((head + "data: ").utf8) + encoded() + Array("\n\n".utf8)
    }
}
