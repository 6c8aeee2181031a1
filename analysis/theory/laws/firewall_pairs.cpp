// firewall_pairs: who can fetch from whom past firewalls.
#include <algorithm>

#include "analysis/theory/laws.hpp"
#include "analysis/theory/pairs.hpp"

namespace rippletank::theory {
namespace {

/// All ordered pairs, one by one.
FetchPairs count_pairs(const overlay::Firewalls& firewalls, core::PeerId peers) {
  FetchPairs counted;
  for (core::PeerId to = 0; to < peers; ++to) {
    for (core::PeerId from = 0; from < peers; ++from) {
      if (from == to) continue;
      if (firewalls.lets_connect(to, from)) ++counted.direct;
      ++(firewalls.can_meet(to, from) ? counted.direct_or_push : counted.need_relay);
    }
  }
  return counted;
}

std::optional<Findings> find_pairs(const Subject& subject) {
  const overlay::Firewalls& firewalls = subject.network().firewalls;
  if (!firewalls.any()) return {};
  const auto peers = static_cast<core::PeerId>(subject.peers());
  double refusing = 0;
  for (core::PeerId peer = 0; peer < peers; ++peer) {
    if (firewalls.is_firewalled(peer)) ++refusing;
  }
  const FetchPairs expected = fetch_pairs(subject.peers(), refusing);
  constexpr core::PeerId most_peers = 3000;
  std::optional<FetchPairs> counted;
  if (peers <= most_peers) counted = count_pairs(firewalls, peers);
  const auto prediction = [&](const char* name, const char* quantity, double FetchPairs::*pairs) {
    Prediction made{name, quantity, "pairs", expected.*pairs};
    if (counted) made.simulated = (*counted).*pairs;
    made.why_not = "too many pairs to go through";
    return made;
  };
  Findings findings;
  findings.title = "Who can fetch from whom past firewalls";
  findings.predictions = {
      prediction("direct_pairs", "pairs where the holder can be called", &FetchPairs::direct),
      prediction("direct_or_push_pairs", "or can be asked to call", &FetchPairs::direct_or_push),
      prediction("relay_pairs", "pairs where neither can call", &FetchPairs::need_relay)};
  findings.assumptions = {"Each firewall has one peer behind it.",
                          "Pairs are ordered: who fetches and who holds; servers count, too."};
  const registry::Json& described = subject.value("/firewalls");
  const bool shared = described.contains("shared") && !described["shared"].empty();
  if (shared || subject.number("/firewalls/peers_per_firewall").value_or(1) > 1) {
    findings.violations.emplace_back(
        "Several peers share a firewall, and reach each other behind it.");
  }
  findings.sources = {"counting: (n - b)(n - 1), n(n - 1) - b(b - 1) and b(b - 1)"};
  return findings;
}

}  // namespace

Law firewall_pairs_law() {
  return {"firewall_pairs", "Between how many pairs of peers files can travel past firewalls.",
          find_pairs};
}

}  // namespace rippletank::theory
