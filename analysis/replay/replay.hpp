// Replay: a recorded run as a page plays it back.
#pragma once

#include <string>

#include "analysis/replay/recording.hpp"
#include "sim/registry/json.hpp"
#include "sim/run/run.hpp"

namespace rippletank::replay {

/// Of a page: more would make it larger than a megabyte.
inline constexpr std::size_t most_askings = 20'000;

/// Everything but the messages.
///
/// Shape:   {"tick_ns", "end_s", "cut_s" or null, "messages": how many, "types", "fates", "ways":
///          [[device …] …], "askings": [[time_s, origin, query or null, item or null] …] (the first
///          most_askings until the cut), "holders": {item: [peer …]} of what is asked for,
///          "presence": [[time_s, peer, 0 or 1] …], "incidents": [{"time_s", "what", "reason",
///          "cables", "devices"} …]}.
registry::Json replay_json(const run::Outcome& outcome, const Recording& recording);

/// The messages as columns, one after the other, in the order of bytes of this machine, which is
/// that of browsers: little-endian.
///
/// Shape:   u32 sent[n] (ticks since the message before), u32 lasted[n] (ticks; 0xffffffff: still
///          on its way at the end), u32 from[n], u32 to[n], u32 query[n] (0xffffffff: none), u32
///          way[n], u32 bytes[n], u32 messages[n] (each at most 0xffffffff), u16 hops[n], u8
///          type[n], u8 fate[n]. A tick is a nanosecond, or as much longer as the run needs to fit.
std::string message_columns(const run::Outcome& outcome, const Recording& recording);

}  // namespace rippletank::replay
