// Fetching past firewalls that are drawn at random, against the rules as they are told.
#include <map>
#include <string>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/protocols/brokered.hpp"
#include "tests/unit/protocols/scripted_star.hpp"

namespace fetching_twin_test {

using namespace rippletank;
using core::PeerId;
using overlay::Firewalls;
using overlay::Method;
using protocols::Brokered;

namespace {

constexpr PeerId peers = 7;  ///< the broker is 0
constexpr core::Time s = core::second;

struct Drawn {
  std::vector<std::uint32_t> behind;
  std::vector<PeerId> forwarded;
  overlay::MethodSet allowed = 0;
  std::uint64_t seed = 1;

  Firewalls firewalls() const { return {behind, forwarded, allowed, 0.5, seed}; }
};

Drawn draw(std::uint64_t seed) {
  core::Substream random(seed, "firewalls");
  Drawn drawn;
  drawn.seed = seed;
  for (PeerId peer = 0; peer < peers; ++peer) {
    const bool is_behind = random.chance(peer == 0 ? 0.2 : 0.7);
    drawn.behind.push_back(is_behind ? static_cast<std::uint32_t>(1 + random.below(4)) : 0);
    if (is_behind && random.chance(0.2)) drawn.forwarded.push_back(peer);
  }
  drawn.allowed = static_cast<overlay::MethodSet>(random.below(32));
  return drawn;
}

using Attempts = std::vector<std::string>;

/// What comes of a peer's wish for what a holder has.
Attempts attempts(const Firewalls& firewalls, PeerId peer, PeerId holder) {
  const auto connects = [&](PeerId from, PeerId to) { return firewalls.lets_connect(from, to); };
  if (!connects(peer, 0) || !connects(holder, 0)) return {};  // one is not logged in
  if (connects(peer, holder)) return {"direct complete"};
  if (connects(holder, peer) && firewalls.allows(Method::push)) return {"push complete"};
  Attempts all;
  if (firewalls.allows(Method::hole_punch) && !connects(holder, peer)) {
    if (firewalls.punches(peer, holder)) return {"hole_punch complete"};
    all.push_back("hole_punch unanswered");
  }
  if (firewalls.allows(Method::relay)) {
    all.push_back("relay complete");
  } else if (all.empty()) {
    all.push_back(" unreachable");
  }
  return all;
}

}  // namespace

TEST_CASE("whoever is behind which firewall, all pairs meet as the rules say") {
  std::map<std::string, int> seen;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Drawn drawn = draw(seed);
    tests::Script<Brokered> script;
    script.connections = tests::star(peers);
    script.servers = {0};
    script.parameters.login_spread_s = 0;
    script.parameters.downloads.tries = 1;
    script.firewalls = drawn.firewalls();
    std::vector<std::pair<PeerId, PeerId>> pairs;
    for (PeerId peer = 1; peer < peers; ++peer) {
      script.holders.push_back({peer});
      for (PeerId holder = 1; holder < peers; ++holder) {
        if (holder != peer) pairs.emplace_back(peer, holder);
      }
    }
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const auto start = static_cast<core::Time>(100 * (i + 1)) * s;
      script.queries.push_back(tests::fetching(start, pairs[i].first, pairs[i].second - 1));
    }
    script.horizon = static_cast<core::Time>(100 * (pairs.size() + 2)) * s;
    const overlay::Measures measures = tests::play(script);
    std::vector<Attempts> found(pairs.size());
    for (const measure::DownloadRecord& one : measures.downloads) {
      const std::string ended =
          measure::download_status_names[static_cast<std::size_t>(one.status)];
      REQUIRE(one.query.has_value());
      REQUIRE(one.to == pairs.at(*one.query).first);
      REQUIRE(one.from == pairs.at(*one.query).second);
      REQUIRE((one.relay == 0) == (one.method == std::string("relay")));
      found[*one.query].push_back(one.method + (' ' + ended));
      ++seen[found[*one.query].back()];
    }
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      INFO("seed " << seed << ": " << pairs[i].first << " from " << pairs[i].second);
      const Attempts expected = attempts(script.firewalls, pairs[i].first, pairs[i].second);
      CHECK(found[i] == expected);
      const bool is_got =
          !expected.empty() && expected.back().find("complete") != std::string::npos;
      CHECK(measures.queries.at(i).downloaded.has_value() == is_got);
    }
  }
  for (const char* each : {"direct complete", "push complete", "hole_punch complete",
                           "hole_punch unanswered", "relay complete", " unreachable"}) {
    INFO(each);
    CHECK(seen[each] > 20);
  }
}

}  // namespace fetching_twin_test
