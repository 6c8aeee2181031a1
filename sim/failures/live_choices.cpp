// Makes the choices that depend on what the network is by then.
#include "sim/failures/live_choices.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "sim/core/check.hpp"
#include "sim/core/share.hpp"
#include "sim/failures/choice_parameters.hpp"

namespace rippletank::failures {
namespace {

std::vector<NodeId> online_peers(const Moment& moment) {
  std::vector<NodeId> online;
  for (NodeId peer = 0; peer < moment.peers; ++peer) {
    if (moment.is_online(peer)) online.push_back(peer);
  }
  return online;
}

std::vector<NodeId> of_role(const OfRole& choice, const Moment& moment, const Drawing& drawing) {
  std::vector<NodeId> chosen;
  for (const NodeId peer : online_peers(moment)) {
    if (choice.role == moment.role(peer)) chosen.push_back(peer);
  }
  if (!choice.number) return chosen;
  return random_few(std::move(chosen), *choice.number, drawing);
}

/// The peers of a moment in the order of their degrees among those online, of equals the first.
class ByDegree {
 public:
  explicit ByDegree(const Moment& moment) : moment_(moment), degree_(moment.peers, gone) {
    const std::vector<NodeId> online = online_peers(moment);
    for (const NodeId peer : online) degree_[peer] = 0;
    for (const NodeId peer : online) {
      for_each_neighbour(peer, [&](NodeId) { ++degree_[peer]; });
      order_.emplace(-std::int64_t{degree_[peer]}, peer);
    }
  }

  std::size_t peers() const { return order_.size(); }

  /// Those in front.
  std::vector<NodeId> first(std::size_t count) const {
    std::vector<NodeId> peers;
    for (auto next = order_.begin(); peers.size() < count; ++next) peers.push_back(next->second);
    return peers;
  }

  /// The one in front goes, and with it its connections.
  NodeId take_first() {
    const NodeId first = order_.begin()->second;
    order_.erase(order_.begin());
    for_each_neighbour(first, [&](NodeId neighbour) {
      order_.erase({-std::int64_t{degree_[neighbour]}, neighbour});
      --degree_[neighbour];
      order_.emplace(-std::int64_t{degree_[neighbour]}, neighbour);
    });
    degree_[first] = gone;
    return first;
  }

 private:
  static constexpr std::uint32_t gone = ~std::uint32_t{0};

  template <class Visit>
  void for_each_neighbour(NodeId peer, Visit visit) const {
    for (std::uint32_t slot = moment_.offsets[peer]; slot < moment_.offsets[peer + 1]; ++slot) {
      if (degree_[moment_.neighbours[slot]] != gone) visit(moment_.neighbours[slot]);
    }
  }

  const Moment& moment_;
  std::vector<std::uint32_t> degree_;
  std::set<std::pair<std::int64_t, NodeId>> order_;
};

std::vector<NodeId> of_highest_degree(const HighestDegree& choice, const Moment& moment) {
  ByDegree by_degree(moment);
  const std::size_t count = core::share_of(choice.fraction, by_degree.peers());
  std::vector<NodeId> chosen;
  if (choice.adaptive) {
    while (chosen.size() < count) chosen.push_back(by_degree.take_first());
  } else {
    chosen = by_degree.first(count);
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace

bool is_live(const registry::Model& choice) {
  const std::string_view chosen = choice.entry->name;
  if (chosen == "highest_degree") return choice.as<HighestDegree>().adaptive;
  return chosen == "number" || chosen == "role";
}

bool is_live_where_peers_connect(const registry::Model& choice) {
  return is_live(choice) || choice.entry->name == "highest_degree";
}

std::vector<NodeId> choose_at(const Moment& moment, const registry::Model& choice,
                              const Drawing& drawing) {
  const std::string_view chosen = choice.entry->name;
  if (chosen == "role") return of_role(choice.as<OfRole>(), moment, drawing);
  if (chosen == "number") {
    return random_few(online_peers(moment), choice.as<Number>().number, drawing);
  }
  RIPPLETANK_CHECK(chosen == "highest_degree", "a choice of the moment without rules");
  return of_highest_degree(choice.as<HighestDegree>(), moment);
}

}  // namespace rippletank::failures
