// Pairs link ends at random and mends what is not simple.
#include "topologies/generators/degree_sequence.hpp"

#include <algorithm>
#include <queue>
#include <utility>

#include "sim/core/check.hpp"
#include "topologies/generators/link_order.hpp"
#include "topologies/generators/pair_set.hpp"

namespace rippletank::topologies {
namespace {

/// Repair favours some graphs noticeably when there are few links, and shuffling them is cheap.
constexpr std::size_t most_links_switched_around = 100'000;

std::vector<Link> pair_ends(const std::vector<std::uint32_t>& degrees, core::Substream& stream) {
  std::uint64_t sum = 0;
  for (const std::uint32_t degree : degrees) sum += degree;
  std::vector<NodeId> ends;
  ends.reserve(sum);
  for (std::size_t node = 0; node < degrees.size(); ++node) {
    ends.insert(ends.end(), degrees[node], static_cast<NodeId>(node));
  }
  core::shuffle(ends, stream);
  std::vector<Link> links(ends.size() / 2);
  for (std::size_t i = 0; i < links.size(); ++i) links[i] = {ends[2 * i], ends[2 * i + 1]};
  return links;
}

/// Moves self-links and repeats behind the good links, enters those into the set and returns how
/// many they are.
std::size_t part_good_from_bad(std::vector<Link>& links, PairSet& linked) {
  std::size_t good = 0;
  std::size_t end = links.size();
  while (good < end) {
    const Link link = links[good];
    if (link.from != link.to && linked.insert(link.from, link.to)) {
      ++good;
    } else {
      std::swap(links[good], links[--end]);
    }
  }
  return good;
}

/// Exchanges ends, (a,b),(c,d) -> (a,c),(b,d), if that makes two new links.
bool try_switch(Link& first, Link& second, PairSet& linked, core::Substream& stream) {
  const auto [a, b] = first;
  auto [c, d] = second;
  if (stream.chance(0.5)) std::swap(c, d);
  if (a == c || b == d || linked.contains(a, c) || linked.contains(b, d)) return false;
  first = {a, c};
  second = {b, d};
  linked.insert(a, c);
  linked.insert(b, d);
  return true;
}

/// True if all links became good.
bool repair(std::vector<Link>& links, std::size_t good, PairSet& linked, core::Substream& stream) {
  // Enough to try each other link twenty times over for a few links that are hard to place.
  std::uint64_t tries_left = 20 * std::uint64_t{links.size()} + 10'000;
  while (good < links.size()) {
    if (good == 0 || tries_left-- == 0) return false;
    const auto chosen = static_cast<std::size_t>(stream.below(good));
    const Link before = links[chosen];
    if (!try_switch(links[good], links[chosen], linked, stream)) continue;
    linked.erase(before.from, before.to);
    ++good;
  }
  return true;
}

/// Ten tried switches per link.
void switch_around(std::vector<Link>& links, PairSet& linked, core::Substream& stream) {
  for (std::uint64_t k = 0; k < 10 * std::uint64_t{links.size()}; ++k) {
    const auto one = static_cast<std::size_t>(stream.below(links.size()));
    const auto other = static_cast<std::size_t>(stream.below(links.size()));
    const Link one_before = links[one];
    const Link other_before = links[other];
    if (one == other || !try_switch(links[one], links[other], linked, stream)) continue;
    linked.erase(one_before.from, one_before.to);
    linked.erase(other_before.from, other_before.to);
  }
}

std::vector<Link> havel_hakimi(const std::vector<std::uint32_t>& degrees) {
  std::priority_queue<std::pair<std::uint32_t, NodeId>> open;
  for (std::size_t node = 0; node < degrees.size(); ++node) {
    if (degrees[node] > 0) open.emplace(degrees[node], static_cast<NodeId>(node));
  }
  std::vector<Link> links;
  std::vector<std::pair<std::uint32_t, NodeId>> partners;
  while (!open.empty()) {
    const auto [degree, node] = open.top();
    open.pop();
    partners.clear();
    for (std::uint32_t k = 0; k < degree; ++k) {
      RIPPLETANK_CHECK(!open.empty(), "no simple graph has these degrees");
      partners.push_back(open.top());
      open.pop();
    }
    for (const auto& [ends_left, partner] : partners) {
      links.push_back({node, partner});
      if (ends_left > 1) open.emplace(ends_left - 1, partner);
    }
  }
  return links;
}

}  // namespace

bool is_graphical(const std::vector<std::uint32_t>& degrees) {
  if (degrees.empty()) return true;
  std::uint64_t largest = *std::max_element(degrees.begin(), degrees.end());
  if (largest >= degrees.size()) return false;
  std::vector<std::uint64_t> how_many(largest + 1, 0);
  std::uint64_t sum = 0;
  for (const std::uint32_t degree : degrees) {
    ++how_many[degree];
    sum += degree;
  }
  if (sum % 2 != 0) return false;

  std::uint64_t at_least_k = degrees.size() - how_many[0];
  std::uint64_t sum_below_k = 0;
  std::uint64_t sum_of_k_largest = 0;
  std::uint64_t taken = 0;  // of the nodes whose degree is `largest` among those that are left
  for (std::uint64_t k = 1; k <= degrees.size(); ++k) {
    while (largest > 0 && taken == how_many[largest]) {
      --largest;
      taken = 0;
    }
    if (largest < k) break;
    ++taken;
    sum_of_k_largest += largest;
    if (sum_of_k_largest > k * (k - 1) + (at_least_k - k) * k + sum_below_k) return false;
    sum_below_k += k * how_many[k];
    at_least_k -= how_many[k];
  }
  return true;
}

std::vector<Link> shuffled_havel_hakimi(const std::vector<std::uint32_t>& degrees,
                                        core::Substream& stream) {
  std::vector<Link> links = havel_hakimi(degrees);
  PairSet linked(links.size());
  for (const Link& link : links) linked.insert(link.from, link.to);
  switch_around(links, linked, stream);
  put_in_order(links, static_cast<NodeId>(degrees.size()));
  return links;
}

std::vector<Link> random_links(const std::vector<std::uint32_t>& degrees, core::Substream& stream) {
  std::vector<Link> links = pair_ends(degrees, stream);
  {
    PairSet linked(links.size());  // in a scope of its own: its memory is needed for the order
    const std::size_t good = part_good_from_bad(links, linked);
    if (!repair(links, good, linked, stream)) return shuffled_havel_hakimi(degrees, stream);
    if (links.size() <= most_links_switched_around) switch_around(links, linked, stream);
  }
  put_in_order(links, static_cast<NodeId>(degrees.size()));
  return links;
}

}  // namespace rippletank::topologies
