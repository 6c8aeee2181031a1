// Chooses what each failure breaks, and says it in words.
#include "sim/failures/breakdown.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/failures/choices.hpp"

namespace rippletank::failures {
namespace {

constexpr std::size_t most_named = 5;

/// "host 3", "hosts 3 4", "12 hosts".
template <class Thing, class Name>
std::string in_words(const std::string& noun, const std::vector<Thing>& things, Name name) {
  if (things.size() > most_named || things.empty()) {
    return fmt::format("{} {}s", things.size(), noun);
  }
  std::string text = noun + (things.size() > 1 ? "s" : "");
  for (const Thing thing : things) text += " " + name(thing);
  return text;
}

/// `"hosts" chooses none of 12 hosts`.
std::string none_of(const char* key, const char* noun, std::size_t eligible) {
  return fmt::format("\"{}\" chooses none of {} {}{}", key, eligible, noun,
                     eligible == 1 ? "" : "s");
}

struct Part {
  const registry::Model& choice;
  const char* key;
  const char* noun;
  Eligible eligible;
};

Breakdown choose_one(const Failure& failure, std::size_t number, const Plant& plant,
                     std::uint64_t seed) {
  Breakdown breakdown;
  breakdown.start = core::from_seconds(failure.at_s);
  if (failure.duration_s) {
    breakdown.end = core::from_seconds(failure.at_s + *failure.duration_s);
  }
  std::vector<std::string> words;
  const std::string at = fmt::format("/failures/{}/", number);
  for (const Part& part : {Part{failure.hosts, "hosts", "host", Eligible::hosts},
                           Part{failure.devices, "devices", "device", Eligible::devices},
                           Part{failure.nodes, "nodes", "node", Eligible::all}}) {
    if (!part.choice) continue;
    const std::vector<NodeId> nodes =
        choose_nodes(part.choice, part.eligible, {plant, at + part.key, seed, number});
    words.push_back(in_words(part.noun, nodes, plant.name));
    if (nodes.empty()) {
      breakdown.nothing.push_back(
          none_of(part.key, part.noun, eligible_nodes(part.eligible, plant).size()));
    }
    breakdown.nodes.insert(breakdown.nodes.end(), nodes.begin(), nodes.end());
  }
  std::sort(breakdown.nodes.begin(), breakdown.nodes.end());
  if (failure.links) {
    breakdown.links = choose_links(failure.links, {plant, at + "links", seed, number});
    if (breakdown.links.empty()) {
      breakdown.nothing.push_back(none_of("links", "link", plant.links.size()));
    }
    words.push_back(in_words("link", breakdown.links, [&plant](LinkId link) {
      return plant.name(plant.links[link].first) + "-" + plant.name(plant.links[link].second);
    }));
  }
  if (failure.trunk) {
    if (!plant.has_trunk) {
      throw registry::InputError(registry::Diagnostic{
          "", 0, at + "trunk", "this topology has no trunk; a bus has one, and a tree"});
    }
    breakdown.trunk = true;
    words.emplace_back(*failure.trunk == TrunkFailure::cut ? "trunk" : "terminator");
  }
  breakdown.what = fmt::format("{}", fmt::join(words, ", "));
  return breakdown;
}

}  // namespace

std::vector<Breakdown> choose(const std::vector<Failure>& failures, const Plant& plant,
                              std::uint64_t seed) {
  std::vector<Breakdown> breakdowns;
  std::vector<registry::Diagnostic> mistakes;
  for (std::size_t number = 0; number < failures.size(); ++number) {
    try {
      breakdowns.push_back(choose_one(failures[number], number, plant, seed));
    } catch (const registry::InputError& error) {
      const auto& found = error.diagnostics();
      mistakes.insert(mistakes.end(), found.begin(), found.end());
    }
  }
  if (!mistakes.empty()) throw registry::InputError(std::move(mistakes));
  return breakdowns;
}

}  // namespace rippletank::failures
