// Describes elections, and finds out whose line is fast enough.
#include "sim/protocols/parts/election.hpp"

#include "sim/registry/quantity.hpp"

namespace rippletank::protocols {

namespace {

/// The fields of ElectionParameters, with the defaults of P.
template <class P>
registry::Section election_section() {
  using registry::between;
  return registry::Table<P>{}
      .field("super_peers_wanted", static_cast<std::uint32_t P::*>(&P::super_peers_wanted),
             {.unit = "super-peers",
              .range = between(1, 1e6),
              .description = "With how many a leaf is content."})
      .field("leaves_most", static_cast<std::uint32_t P::*>(&P::leaves_most),
             {.unit = "leaves",
              .range = between(0, 1e6),
              .description = "How many a super-peer has at most; it refuses more."})
      .field("down_kbit_s", static_cast<double P::*>(&P::down_kbit_s),
             {.unit = "kbit/s",
              .range = between(0, 1e9),
              .description = "What a peer must at least be able to receive to be a super-peer, "
                             "where the underlay has access links."})
      .field("up_kbit_s", static_cast<double P::*>(&P::up_kbit_s),
             {.unit = "kbit/s",
              .range = between(0, 1e9),
              .description = "What it must at least be able to send."})
      .field("uptime_s", static_cast<double P::*>(&P::uptime_s),
             {.unit = "s",
              .range = between(0, core::longest_s),
              .description = "For how long it must have been there, unless it knows nobody to "
                             "ask."})
      .field("leaves_least", static_cast<std::uint32_t P::*>(&P::leaves_least),
             {.unit = "leaves",
              .range = between(0, 1e6),
              .description = "A super-peer that has fewer becomes a leaf again, if it is "
                             "connected to another one; 0: it never does."})
      .field("patience_s", static_cast<double P::*>(&P::patience_s),
             {.unit = "s",
              .range = between(0.001, core::longest_s),
              .description = "For how long it must have had fewer, at least."})
      .check([](const P& election, registry::Reader& reader) {
        if (election.leaves_most >= election.leaves_least) return;
        reader.error_at("leaves_most",
                        "expected at least leaves_least, as no super-peer could have so many");
      });
}

}  // namespace

const registry::Section& ElectionParameters::section() {
  static const registry::Section table = election_section<ElectionParameters>();
  return table;
}

const registry::Section& FewSuperPeers::section() {
  static const registry::Section table = election_section<FewSuperPeers>();
  return table;
}

Election::Election(const ElectionParameters& parameters, core::PeerId peers,
                   const std::vector<overlay::AccessSpeed>& access)
    : parameters_(parameters), is_fast_(peers, true), came_(peers), watches_(peers) {
  for (core::PeerId peer = 0; peer < access.size(); ++peer) {
    is_fast_[peer] = access[peer].down_kbit_s >= parameters.down_kbit_s &&
                     access[peer].up_kbit_s >= parameters.up_kbit_s;
  }
}

std::vector<measure::Figure> Election::figures() const {
  return {
      {"promotions", "", "How often a leaf became a super-peer, in the whole run.", promotions_},
      {"demotions", "", "How often a super-peer became a leaf again.", demotions_}};
}

}  // namespace rippletank::protocols
