// Makes the choices that do not depend on what the network is by then.
#include "sim/failures/choices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/core/check.hpp"
#include "sim/core/random.hpp"
#include "sim/core/share.hpp"
#include "sim/failures/choice_parameters.hpp"

namespace rippletank::failures {
namespace {

using registry::Diagnostic;
using registry::Id;
using registry::InputError;

/// Mistakes of one choice, all told at once.
class Mistakes {
 public:
  void add(std::string pointer, std::string message) {
    mistakes_.push_back({"", 0, std::move(pointer), std::move(message)});
  }
  void tell() {
    if (!mistakes_.empty()) throw InputError(std::move(mistakes_));
  }

 private:
  std::vector<Diagnostic> mistakes_;
};

std::optional<NodeId> find_node(const Id& id, const std::string& pointer, const Plant& plant,
                                Mistakes& mistakes) {
  const auto node = plant.find(id.text);
  if (!node) {
    mistakes.add(pointer, fmt::format("no {} {} in {}; {}", plant.noun, registry::found(id),
                                      plant.place, plant.advise(id.text)));
  }
  return node;
}

template <class T>
std::vector<T> sorted(std::vector<T> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

/// A random part of some things; the same for one choice whatever else is chosen.
std::vector<std::uint32_t> random_part(std::vector<std::uint32_t> things, double fraction,
                                       const Choosing& choosing) {
  const std::size_t count = core::share_of(fraction, things.size());
  return random_few(std::move(things), count, {choosing.seed, choosing.purpose, choosing.number});
}

bool is_eligible(NodeId node, Eligible eligible, const Plant& plant) {
  return eligible == Eligible::all || plant.is_device[node] == (eligible == Eligible::devices);
}

}  // namespace

std::vector<std::uint32_t> random_few(std::vector<std::uint32_t> things, std::size_t count,
                                      const Drawing& drawing) {
  core::Substream stream(drawing.seed, drawing.purpose, drawing.number);
  core::shuffle(things, stream);
  things.resize(std::min(count, things.size()));
  return sorted(std::move(things));
}

std::vector<NodeId> eligible_nodes(Eligible eligible, const Plant& plant) {
  std::vector<NodeId> nodes;
  for (NodeId node = 0; node < plant.nodes(); ++node) {
    if (is_eligible(node, eligible, plant)) nodes.push_back(node);
  }
  return nodes;
}

std::vector<NodeId> choose_named(const std::vector<Id>& ids, const std::string& pointer,
                                 Eligible eligible, const Plant& plant) {
  std::vector<NodeId> nodes;
  Mistakes mistakes;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::string at = fmt::format("{}/{}", pointer, i);
    const auto node = find_node(ids[i], at, plant, mistakes);
    if (!node) continue;
    nodes.push_back(*node);
    if (is_eligible(*node, eligible, plant)) continue;
    const bool hosts = eligible == Eligible::hosts;
    mistakes.add(at, fmt::format("expected a {}, and {} is a {}; name it under \"{}\"",
                                 hosts ? "host" : "device", registry::found(ids[i]),
                                 hosts ? "device" : "host", hosts ? "devices" : "hosts"));
  }
  mistakes.tell();
  return sorted(std::move(nodes));
}

namespace {

std::vector<NodeId> by_ids(const registry::Model& chosen, Eligible eligible,
                           const Choosing& choosing) {
  const std::string at = choosing.pointer + (chosen.by_list_alone ? "" : "/ids");
  return choose_named(chosen.as<Ids>().ids, at, eligible, choosing.plant);
}

std::vector<NodeId> by_degree(const HighestDegree& choice, std::vector<NodeId> nodes,
                              const Plant& plant) {
  std::stable_sort(nodes.begin(), nodes.end(),
                   [&plant](NodeId a, NodeId b) { return plant.degree[a] > plant.degree[b]; });
  nodes.resize(core::share_of(choice.fraction, nodes.size()));
  return sorted(std::move(nodes));
}

/// What is left of a whole number of any length, written out, when it is divided.
std::uint64_t remainder_of(std::string_view number, std::uint64_t modulus) {
  const bool negative = number.front() == '-';
  std::uint64_t left = 0;
  for (const char digit : number.substr(negative ? 1 : 0)) {
    left = (left * 10 + static_cast<std::uint64_t>(digit - '0')) % modulus;
  }
  return negative && left > 0 ? modulus - left : left;
}

std::vector<NodeId> by_remainder(const Modulus& choice, const std::vector<NodeId>& nodes,
                                 const Plant& plant) {
  std::vector<NodeId> chosen;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const std::uint64_t left = plant.names_are_numbers
                                   ? remainder_of(plant.name(nodes[i]), choice.modulus)
                                   : i % choice.modulus;
    if (left == choice.remainder) chosen.push_back(nodes[i]);
  }
  return chosen;
}

std::vector<NodeId> by_section(const InSection& choice, const std::vector<NodeId>& nodes,
                               const Choosing& choosing) {
  const std::vector<std::uint32_t>& section = choosing.plant.section;
  Mistakes mistakes;
  if (section.empty()) {
    mistakes.add(choosing.pointer,
                 "this topology has no sections; those of a tree or a combined_star are its "
                 "stars, those of a complex_mesh its clusters");
    mistakes.tell();
  }
  const std::uint32_t last = *std::max_element(section.begin(), section.end());
  for (std::size_t i = 0; i < choice.sections.size(); ++i) {
    if (choice.sections[i] <= last) continue;
    mistakes.add(fmt::format("{}/sections/{}", choosing.pointer, i),
                 fmt::format("expected a section, 0 to {}, got {}", last, choice.sections[i]));
  }
  mistakes.tell();
  std::vector<NodeId> chosen;
  for (const NodeId node : nodes) {
    const auto& sections = choice.sections;
    if (std::find(sections.begin(), sections.end(), section[node]) != sections.end()) {
      chosen.push_back(node);
    }
  }
  return chosen;
}

std::vector<NodeId> by_region(const InRegion& choice, const std::vector<NodeId>& nodes,
                              const Choosing& choosing) {
  const Plant& plant = choosing.plant;
  Mistakes mistakes;
  if (plant.site.empty()) {
    mistakes.add(choosing.pointer,
                 "this underlay has no regions, hosts or routers that peers run on; \"regions\" "
                 "has some, \"physical\", \"internet\" and \"matrix\" have others");
    mistakes.tell();
  }
  std::vector<std::uint32_t> sites;
  for (std::size_t i = 0; i < choice.regions.size(); ++i) {
    const Id& name = choice.regions[i];
    const auto site = plant.find_site(name.text);
    if (site) {
      sites.push_back(*site);
    } else {
      mistakes.add(
          fmt::format("{}/regions/{}", choosing.pointer, i),
          fmt::format("nowhere is {}; {}", registry::found(name), plant.advise_site(name.text)));
    }
  }
  mistakes.tell();
  std::vector<NodeId> chosen;
  for (const NodeId node : nodes) {
    if (std::find(sites.begin(), sites.end(), plant.site[node]) != sites.end()) {
      chosen.push_back(node);
    }
  }
  return chosen;
}

using LinkIndex = std::map<std::pair<NodeId, NodeId>, LinkId>;

LinkIndex index_links(const Plant& plant) {
  LinkIndex index;
  for (LinkId link = 0; link < plant.links.size(); ++link) {
    index[std::minmax(plant.links[link].first, plant.links[link].second)] = link;
  }
  return index;
}

std::vector<LinkId> by_pairs(const LinkIds& choice, const Choosing& choosing) {
  const LinkIndex index = index_links(choosing.plant);
  std::vector<LinkId> links;
  Mistakes mistakes;
  for (std::size_t i = 0; i < choice.ids.size(); ++i) {
    const std::vector<Id>& pair = choice.ids[i].ends;
    const std::string pointer = fmt::format("{}/ids/{}", choosing.pointer, i);
    const auto from = find_node(pair[0], pointer + "/0", choosing.plant, mistakes);
    const auto to = find_node(pair[1], pointer + "/1", choosing.plant, mistakes);
    if (!from || !to) continue;
    const auto found = index.find(std::minmax(*from, *to));
    if (found == index.end()) {
      mistakes.add(pointer, fmt::format("no link joins {} and {}", registry::found(pair[0]),
                                        registry::found(pair[1])));
    } else {
      links.push_back(found->second);
    }
  }
  mistakes.tell();
  return sorted(std::move(links));
}

std::vector<bool> members(const std::vector<Id>& ids, const std::string& pointer,
                          const Plant& plant, Mistakes& mistakes) {
  std::vector<bool> member(plant.nodes());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto node = find_node(ids[i], fmt::format("{}/{}", pointer, i), plant, mistakes);
    if (node) member[*node] = true;
  }
  return member;
}

std::vector<LinkId> by_sets(const Between& choice, const Choosing& choosing) {
  const Plant& plant = choosing.plant;
  Mistakes mistakes;
  const std::vector<bool> from = members(choice.from, choosing.pointer + "/from", plant, mistakes);
  const std::vector<bool> to = members(choice.to, choosing.pointer + "/to", plant, mistakes);
  mistakes.tell();
  std::vector<LinkId> links;
  for (LinkId link = 0; link < plant.links.size(); ++link) {
    const auto [a, b] = plant.links[link];
    if ((from[a] && to[b]) || (from[b] && to[a])) links.push_back(link);
  }
  if (links.empty()) {
    mistakes.add(choosing.pointer, "no link leads from one of \"from\" to one of \"to\"");
    mistakes.tell();
  }
  return links;
}

}  // namespace

std::vector<NodeId> choose_nodes(const registry::Model& choice, Eligible eligible,
                                 const Choosing& choosing) {
  const std::string_view chosen = choice.entry->name;
  if (chosen == "ids") return by_ids(choice, eligible, choosing);
  std::vector<NodeId> nodes = eligible_nodes(eligible, choosing.plant);
  if (chosen == "fraction") {
    return random_part(std::move(nodes), choice.as<Fraction>().fraction, choosing);
  }
  if (chosen == "highest_degree") {
    return by_degree(choice.as<HighestDegree>(), std::move(nodes), choosing.plant);
  }
  if (chosen == "number") {
    return random_few(std::move(nodes), choice.as<Number>().number,
                      {choosing.seed, choosing.purpose, choosing.number});
  }
  if (chosen == "section") return by_section(choice.as<InSection>(), nodes, choosing);
  if (chosen == "region") return by_region(choice.as<InRegion>(), nodes, choosing);
  RIPPLETANK_CHECK(chosen == "modulus", "a choice of nodes without rules");
  return by_remainder(choice.as<Modulus>(), nodes, choosing.plant);
}

std::vector<std::vector<NodeId>> choose_sides(const registry::Model& choice,
                                              const Choosing& choosing) {
  if (choice.entry->name != "groups") return {choose_nodes(choice, Eligible::all, choosing)};
  const Plant& plant = choosing.plant;
  Mistakes mistakes;
  std::vector<std::vector<NodeId>> sides;
  std::vector<bool> taken(plant.nodes());
  const auto& groups = choice.as<Groups>().groups;
  for (std::size_t group = 0; group < groups.size(); ++group) {
    std::vector<NodeId>& side = sides.emplace_back();
    for (std::size_t i = 0; i < groups[group].size(); ++i) {
      const Id& id = groups[group][i];
      const std::string pointer = fmt::format("{}/groups/{}/{}", choosing.pointer, group, i);
      const auto node = find_node(id, pointer, plant, mistakes);
      if (!node) continue;
      if (taken[*node]) {
        mistakes.add(pointer, fmt::format("expected each {} in one group, and {} is in another",
                                          plant.noun, registry::found(id)));
      }
      taken[*node] = true;
      side.push_back(*node);
    }
    std::sort(side.begin(), side.end());
  }
  mistakes.tell();
  return sides;
}

std::vector<LinkId> choose_links(const registry::Model& choice, const Choosing& choosing) {
  const std::string_view chosen = choice.entry->name;
  if (chosen == "ids") return by_pairs(choice.as<LinkIds>(), choosing);
  if (chosen == "between") return by_sets(choice.as<Between>(), choosing);
  RIPPLETANK_CHECK(chosen == "fraction", "a choice of links without rules");
  std::vector<LinkId> links(choosing.plant.links.size());
  for (LinkId link = 0; link < links.size(); ++link) links[link] = link;
  return random_part(std::move(links), choice.as<Fraction>().fraction, choosing);
}

}  // namespace rippletank::failures
