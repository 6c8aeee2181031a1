// Describes the parameters of WASTE.
#include "sim/protocols/waste/parameters.hpp"

#include <fmt/format.h>

#include <utility>

#include "sim/core/time.hpp"
#include "sim/registry/quantity.hpp"

namespace rippletank::protocols::waste {
namespace {

using registry::between;
using registry::Field;
using Table = registry::Table<Parameters>;

/// The words of a search have a length of 8 bits.
constexpr double longest_text_bytes = 255;

constexpr double most_tries = 10'000;

/// Time must pass between two rounds, or a run would not.
constexpr double shortest_loop_ms = 0.1;

Field bytes(double least, double most, const char* description) {
  return {.unit = "bytes", .range = between(least, most), .description = description};
}

Field seconds(double least, const char* description) {
  return {.unit = "s", .range = between(least, core::longest_s), .description = description};
}

Field chunks(const char* description) {
  return {.unit = "chunks", .range = between(1, 1e6), .description = description};
}

Field messages(const char* description) {
  return {.unit = "messages", .range = between(1, 1e6), .description = description};
}

Field kbit_s(double least, const char* description) {
  return {.unit = "kbit/s", .range = between(least, 1e9), .description = description};
}

Table&& with_links(Table&& table) {
  return std::move(table)
      .field("join_spread_s", &Parameters::join_spread_s,
             seconds(0,
                     "Peers start their programs at random moments from the start until then. "
                     "Queries of who has no link yet find nothing."))
      .field("retry_s", &Parameters::retry_s,
             seconds(0.001,
                     "How long a peer waits before it tries a link again. The program tries, "
                     "every 3 s, one of all that are missing (HandleNewOutCons); this is an "
                     "estimate for ten."))
      .field("handshake_s", &Parameters::handshake_s,
             seconds(0.001,
                     "An end of a link that is not up after so long closes it, and who has called "
                     "tries again after `retry_s`: for networks that lose a step of the "
                     "handshake."))
      .field("dial_tries", &Parameters::dial_tries,
             {.unit = "tries",
              .range = between(1, most_tries),
              .description = "How often in a row it does so in vain, before it leaves it to the "
                             "other one; the program never stops."});
}

Table&& with_lines(Table&& table) {
  return std::move(table)
      .field("speed_kbit_s", &Parameters::speed_kbit_s,
             kbit_s(1,
                    "How fast the line of a peer is that has no access link, as its user has "
                    "told the program; 128 if nobody has (conspeed). Others say what their access "
                    "link sends."))
      .field("paced", &Parameters::paced,
             {.description = "Whether a peer's line carries only so much. Not so, it takes all at "
                             "once that the program hands to it: for an underlay whose links take "
                             "their time themselves, as those of `physical` and `internet` do."})
      .field("relay_kbit_s", &Parameters::relay_kbit_s,
             kbit_s(0,
                    "Peers with a line that is not faster than this pass no broadcasts on "
                    "(prefs.cpp: `route`)."))
      .field("loop_ms", &Parameters::loop_ms,
             {.unit = "ms",
              .range = between(0, 60'000),
              .description = "How long the program sleeps between two rounds, in which it reads, "
                             "passes on and hands over: 33 on POSIX (srvmain.cpp). At least "
                             "0.1, or 0: it acts at once."})
      .field("send_ahead_bytes", &Parameters::send_ahead_bytes,
             bytes(1, 1e9,
                   "How much the program hands over to a link at a time, and what is handed over "
                   "is overtaken by nothing. Left out: by speed, 512 below 64 kbit/s, 2048 below "
                   "384, 4096 below 1600, 8192 below 20000, else 32768, or what the other end has "
                   "if that is less (getMaxSendSize)."))
      .field("queue_messages", &Parameters::queue_messages,
             messages("How many messages wait for a link at most (mqueue.cpp)."))
      .field("saturate", &Parameters::saturate,
             {.description = "Whether idle links carry filler, so that who listens to the line "
                             "sees a steady stream (throttle flags 16 and 32; off by default). Its "
                             "bytes are as many as the program's, but they travel in lumps, each "
                             "for what a link has been given in a second; so on `physical` and "
                             "`internet` they keep others waiting as a lump, too."});
}

Table&& with_floods(Table&& table) {
  return std::move(table)
      .field("origin_ttl_hops", &Parameters::origin_ttl_hops,
             {.unit = "hops",
              .range = between(1, 255),
              .description = "The TTL of a message as it sets out (mqueuelist.cpp: send)."})
      .field("ttl_hops", &Parameters::ttl_hops,
             {.unit = "hops",
              .range = between(1, 255),
              .description = "To what peers that pass a broadcast on cut it first; then it goes so "
                             "many hops in all (netparams.hpp: DEFAULT_TTL)."})
      .field("guids_kept", &Parameters::guids_kept,
             {.unit = "broadcasts",
              .range = between(1, 1e8),
              .description = "How many broadcasts that came over it first an end of a link "
                             "remembers, for pings, for files and for all others each; then it "
                             "forgets the oldest (mqueue.cpp: add_route)."});
}

Table&& with_announcements(Table&& table) {
  return std::move(table)
      .field("ping_s", &Parameters::ping_s,
             seconds(0,
                     "From one ping of a peer to its next; 0: only as links come up (30 in 1.5, "
                     "120 in 1.0)."))
      .field("key_s", &Parameters::key_s,
             seconds(0,
                     "From one broadcast of a peer's public key to its next, which all answer "
                     "with theirs; 0: none (600 in 1.5, 3600 in 1.0)."))
      .field("user_lists", &Parameters::user_lists,
             {.description = "Whether a peer asks who is there as a link comes up, which all "
                             "answer (SEARCH_USERLIST)."})
      .field("nick_bytes", &Parameters::nick_bytes, bytes(1, 31, "A user's name."))
      .field("key_bytes", &Parameters::key_bytes,
             bytes(1, 1000, "Modulus and exponent of a public key: 195 for one of 1536 bits."))
      .field("capabilities_bytes", &Parameters::capabilities_bytes,
             bytes(0, 1000,
                   "What both ends of a link first tell of themselves: 24 in 1.5, 16 in 1.0 "
                   "(LOCAL_CAPS)."))
      .field("text_bytes", &Parameters::text_bytes,
             bytes(0, longest_text_bytes, "The words that a search is for."))
      .field("name_bytes", &Parameters::name_bytes,
             bytes(1, 1000,
                   "What an answer tells of a file besides 18 bytes: its path, and whatever "
                   "stands in it."));
}

Table&& with_files(Table&& table) {
  return std::move(table)
      .field("chunk_bytes", &Parameters::chunk_bytes,
             bytes(1, 32'000,
                   "Of a file, in one message (m_file.hpp). Nobody fetches a file of more than "
                   "2^24 chunks; the figure `downloads_too_large` counts these."))
      .field("window_chunks", &Parameters::window_chunks,
             chunks("How many chunks a peer asks for first; a quarter more after each round that "
                    "has come in whole (xfers.cpp)."))
      .field("window_least_chunks", &Parameters::window_least_chunks,
             chunks("It never falls below this, when some do not come."))
      .field("window_most_chunks", &Parameters::window_most_chunks,
             chunks("To how many it grows at most."))
      .field("upload_queue_messages", &Parameters::upload_queue_messages,
             messages("A peer hands over the next chunk only if fewer messages wait for the link."))
      .field("uploads_max", &Parameters::uploads_max,
             {.unit = "uploads",
              .range = between(1, 1e6),
              .description = "How many files it sends at a time, unless `peers/upload_slots` says "
                             "so; more requests are not answered at all (16 in 1.5, 160 in 1.0), "
                             "and none of them waits: `peers/upload_queue` has no say."})
      .field("downloads_max", &Parameters::downloads_max,
             {.unit = "downloads",
              .range = between(1, 1e6),
              .description = "How many a peer fetches at a time, of one peer only one."})
      .field("start_s", &Parameters::start_s,
             seconds(0, "From one start of a download to the next."))
      .field("silence_s", &Parameters::silence_s,
             seconds(0.001,
                     "For how long nothing comes before a peer asks again for what is missing; if "
                     "nothing has come at all, it gives up after twice that."))
      .field("forget_upload_s", &Parameters::forget_upload_s,
             seconds(0.001, "After how long without a word an upload that waits for nothing ends."))
      .field("download_tries", &Parameters::download_tries,
             {.unit = "tries",
              .range = between(1, most_tries),
              .description = "How often a peer tries to fetch a file; the program never stops."});
}

void check_together(const Parameters& parameters, registry::Reader& reader) {
  if (parameters.loop_ms > 0 && parameters.loop_ms < shortest_loop_ms) {
    reader.error_at("loop_ms", fmt::format("expected 0 or at least {} [ms], got {}",
                                           shortest_loop_ms, parameters.loop_ms));
  }
  if (parameters.saturate && parameters.loop_ms == 0) {
    reader.error_at("saturate",
                    "filler is made once per round of the loop, and \"loop_ms\" is 0; leave this "
                    "out, or let the loop sleep, for example 33");
  }
  if (parameters.window_chunks > parameters.window_most_chunks) {
    reader.error_at("window_chunks",
                    "expected no more than \"window_most_chunks\"; let it be smaller");
  }
  if (parameters.window_least_chunks > parameters.window_most_chunks) {
    reader.error_at("window_least_chunks",
                    "expected no more than \"window_most_chunks\"; let it be smaller");
  }
}

}  // namespace

registry::Section Parameters::section() {
  Table table;
  with_files(with_announcements(with_floods(with_lines(with_links(std::move(table))))));
  return std::move(table).check(check_together);
}

}  // namespace rippletank::protocols::waste
