// p2pchat: a chat that floods each line to every connection, the one it came from included.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/overlay/flooding.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols {

/// The sample program of the guide. A line has no id and no TTL: a peer that finds the very same
/// line in its log ignores it, anything else it logs and sends on along every connection.
///
/// Source:  McKeeth, A Guide to Peer-2-Peer (2003), the sample p2pChat. Each peer holds one
///          client socket, which it polls, and a server socket; here the peer with the larger
///          id joined later, so it is the client of the two.
class P2pchat {
 public:
  struct Parameters {
    std::uint32_t line_bytes = 60;
    double poll_interval_ms = 100;
    double clock_resolution_s = 1;
  };

  struct Message {
    overlay::FloodId flood = 0;
    std::uint32_t hops = 0;  ///< including the connection it travels on
  };

  static registry::Entry entry() {
    using registry::between;
    return registry::describe<Parameters>(
        "p2pchat",
        "A flooding chat: every peer sends each new line on along every connection, the one it "
        "came from included, and ignores lines that are in its log.",
        "McKeeth, A Guide to Peer-2-Peer (2003), sample program p2pChat",
        registry::Table<Parameters>{}
            .field("line_bytes", &Parameters::line_bytes,
                   {.unit = "bytes",
                    .range = between(0, 1e6),
                    .description = "A line with nick, time and text; CR LF comes on top."})
            .field("poll_interval_ms", &Parameters::poll_interval_ms,
                   {.unit = "ms",
                    .range = between(0, 3.6e6),
                    .description = "How often a client polls its socket: a line that travels to "
                                   "the peer with the larger id waits for its next poll. 0: it "
                                   "is read at once."})
            .field("clock_resolution_s", &Parameters::clock_resolution_s,
                   {.unit = "s",
                    .range = between(1e-9, 86'400),
                    .description = "Step of the time written into a line: two lines with the "
                                   "same item from the same peer within one step are the same "
                                   "text, and the second is taken for an echo and lost."}),
        {{"line_bytes", 40}});
  }

  static std::vector<std::string> message_types() { return {"line"}; }

  P2pchat(const Parameters& parameters, const overlay::SetUp& set_up)
      : poll_interval_(core::from_milliseconds(parameters.poll_interval_ms)),
        clock_step_(core::from_seconds(parameters.clock_resolution_s)),
        seed_(set_up.seed),
        floods_(set_up.connections.peers(), "line", set_up.size(2, parameters.line_bytes)) {}

  template <class Context>
  void on_query(Context& context, const overlay::Query& query) {
    const overlay::FloodId flood = floods_.begin(context, query, {}, log_of(query));
    floods_.spread(context, flood, query.origin, core::no_peer, Message{flood, 1});
  }

  template <class Context>
  void on_message(Context& context, core::PeerId to, core::PeerId from, const Message& message) {
    if (floods_.receive(context, message, to, from)) {
      floods_.spread(context, message.flood, to, core::no_peer,
                     Message{message.flood, message.hops + 1});
    } else {
      floods_.rest(context, message.flood);
    }
  }

  template <class Context>
  void on_dropped(Context& context, core::PeerId to, core::PeerId from, const Message& message,
                  measure::DropReason reason) {
    floods_.drop(context, message, to, from, reason);
  }

  template <class Context>
  void on_end(Context& context) {
    floods_.end_all(context);
  }

  std::uint64_t bytes(const Message&) const { return floods_.bytes(); }
  static std::uint32_t content(const Message& message) { return message.flood; }

  static bool may_spread(const Message&) { return true; }

  RIPPLETANK_ALWAYS_INLINE void prefetch_row(const Message& message, const core::PeerId* begin,
                                             const core::PeerId* end) const {
    floods_.prefetch_row(message, begin, end);
  }

  RIPPLETANK_ALWAYS_INLINE void prefetch(core::PeerId to, core::PeerId from) const {
    floods_.prefetch(to, from);
  }

  /// A client reads what arrived at its next poll; the phase of its polling is drawn per peer.
  core::Time readable_at(core::PeerId from, core::PeerId to, core::Time arrival) const {
    if (poll_interval_ == 0 || to < from) return arrival;
    constexpr core::Purpose purpose("p2pchat/poll_phase");
    const auto interval = static_cast<std::uint64_t>(poll_interval_);
    const std::uint64_t phase = core::derive_seed(seed_, purpose, to) % interval;
    const std::uint64_t since_poll =
        (static_cast<std::uint64_t>(arrival) + interval - phase) % interval;
    return since_poll == 0 ? arrival
                           : arrival + poll_interval_ - static_cast<core::Time>(since_poll);
  }

  core::Time longest_wait() const { return poll_interval_; }

 private:
  using Line = std::pair<core::PeerId, core::ItemId>;

  /// Who has the line in its log already. Lines without an item are all different. Queries come in
  /// the order of time: no later line can be the same as one of an earlier step of the clock.
  std::shared_ptr<overlay::SeenBits> log_of(const overlay::Query& query) {
    if (!query.item) return nullptr;
    const core::Time step = query.start / clock_step_;
    if (step != step_of_logs_) logs_.clear();
    step_of_logs_ = step;
    std::shared_ptr<overlay::SeenBits>& log = logs_[{query.origin, *query.item}];
    if (log == nullptr) log = std::make_shared<overlay::SeenBits>();
    return log;
  }

  core::Time poll_interval_;
  core::Time clock_step_;
  std::uint64_t seed_;
  overlay::Floods floods_;
  std::map<Line, std::shared_ptr<overlay::SeenBits>> logs_;  ///< of one step of the clock
  core::Time step_of_logs_ = 0;
};

RIPPLETANK_PROTOCOL(p2pchat, P2pchat)

}  // namespace rippletank::protocols
