// Chooses what each failure breaks, and says it in words.
#include "sim/failures/breakdown.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/failures/choice_parameters.hpp"
#include "sim/failures/choices.hpp"
#include "sim/failures/live_choices.hpp"
#include "sim/failures/moments.hpp"
#include "sim/failures/outages.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/registry/suggest.hpp"

namespace rippletank::failures {
namespace {

constexpr std::size_t most_named = 5;

/// "host 3", "hosts 3 4", "12 hosts".
template <class Thing, class Name>
std::string things_in_words(const std::string& noun, const std::vector<Thing>& things, Name name) {
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

/// The nodes that may be named in a failure.
std::vector<Part> node_parts(const Failure& failure) {
  return {{failure.hosts, "hosts", "host", Eligible::hosts},
          {failure.devices, "devices", "device", Eligible::devices},
          {failure.nodes, "nodes", "node", Eligible::all}};
}

Part peers_part(const Failure& failure) { return {failure.peers, "peers", "peer", Eligible::all}; }

bool is_trace(const registry::Model& choice) { return choice && choice.entry->name == "trace"; }

/// Whether a failure is about more than what traces tell.
bool is_more_than_traces(const Failure& failure) {
  const auto counts = [](const registry::Model& choice) { return choice && !is_trace(choice); };
  return counts(failure.hosts) || counts(failure.devices) || counts(failure.nodes) ||
         counts(failure.peers) || failure.links || failure.trunk || failure.partition;
}

/// Where a failure stands.
struct Place {
  const Failure& failure;
  std::uint32_t number;
  const Plants& plants;
  std::uint64_t seed;

  std::string pointer(const char* key) const { return fmt::format("/failures/{}/{}", number, key); }
  [[noreturn]] void refuse(const char* key, std::string message) const {
    throw registry::InputError(registry::Diagnostic{"", 0, pointer(key), std::move(message)});
  }
};

void refuse_parts(const Place& place) {
  const auto refuse = [&place](const char* key) {
    place.refuse(
        key, fmt::format("parts of a \"physical\" underlay break, got \"{}\"; name that underlay, "
                         "or leave this out: \"peers\" go on any underlay",
                         place.plants.underlay_model));
  };
  for (const Part& part : node_parts(place.failure)) {
    if (part.choice) refuse(part.key);
  }
  if (place.failure.links) refuse("links");
  if (place.failure.trunk) refuse("trunk");
}

/// A role that nobody can have would choose nobody, and not say so.
void check_role(const Place& place, const char* key, const registry::Model& choice) {
  if (!choice || choice.entry->name != "role") return;
  const std::vector<std::string>& roles = place.plants.overlay.roles;
  const std::string& role = choice.as<OfRole>().role;
  if (std::find(roles.begin(), roles.end(), role) != roles.end()) return;
  const std::string pointer = std::string(key) + "/role";
  place.refuse(pointer.c_str(), fmt::format("no peer of this protocol is a {}{}",
                                            registry::found(registry::Json(role)),
                                            registry::suggestion(role, roles)));
}

/// One occurrence of a failure, on its way to what it breaks.
class Chooser {
 public:
  Chooser(const Place& place, std::uint32_t occurrence, double at_s)
      : place_(place),
        failure_(place.failure),
        at_s_(at_s),
        draw_(occurrence_number(place.number, occurrence)) {
    breakdown_.failure = place.number;
    breakdown_.occurrence = occurrence;
    breakdown_.start = core::from_seconds(at_s);
  }

  Breakdown choose() && {
    constexpr core::Purpose repair("failures/repair");
    RepairTimes times(failure_, repair, draw_, place_.seed);
    if (times.together()) breakdown_.end = times.end_after(at_s_);
    if (place_.plants.underlay) choose_parts(*place_.plants.underlay, times);
    if (failure_.peers && !is_trace(failure_.peers)) choose_peers();
    if (failure_.partition) choose_sides();
    return std::move(breakdown_);
  }

 private:
  Choosing choosing(const Plant& plant, const char* key, core::Purpose purpose) const {
    return {plant, place_.pointer(key), place_.seed, purpose, draw_};
  }

  /// When each of so many is repaired; empty where that is together.
  std::vector<core::Time> ends_of(std::size_t count, RepairTimes& times) const {
    std::vector<core::Time> ends;
    while (!times.together() && ends.size() < count) ends.push_back(times.end_after(at_s_));
    return ends;
  }
  std::vector<core::Time> ends_of(std::size_t count, core::Purpose purpose) const {
    RepairTimes times(failure_, purpose, draw_, place_.seed);
    return ends_of(count, times);
  }

  void choose_parts(const Plant& plant, RepairTimes& times) {
    constexpr core::Purpose purpose("failures/choice");
    std::vector<std::string> words;
    for (const Part& part : node_parts(failure_)) {
      if (!part.choice || is_trace(part.choice)) continue;
      const std::vector<NodeId> nodes =
          choose_nodes(part.choice, part.eligible, choosing(plant, part.key, purpose));
      words.push_back(in_words(part.noun, nodes, plant.name));
      note_if_none(part, nodes, plant);
      breakdown_.nodes.insert(breakdown_.nodes.end(), nodes.begin(), nodes.end());
    }
    std::sort(breakdown_.nodes.begin(), breakdown_.nodes.end());
    if (failure_.links) words.push_back(choose_links_of(plant));
    if (failure_.trunk) {
      if (!plant.has_trunk) {
        place_.refuse("trunk", "this topology has no trunk; a bus has one, and a tree");
      }
      breakdown_.trunk = true;
      words.emplace_back(*failure_.trunk == TrunkFailure::cut ? "trunk" : "terminator");
    }
    breakdown_.what = fmt::format("{}", fmt::join(words, ", "));
    breakdown_.part_ends = ends_of(
        breakdown_.nodes.size() + breakdown_.links.size() + (breakdown_.trunk ? 1 : 0), times);
  }

  std::string choose_links_of(const Plant& plant) {
    constexpr core::Purpose purpose("failures/choice");
    breakdown_.links = choose_links(failure_.links, choosing(plant, "links", purpose));
    if (breakdown_.links.empty()) {
      breakdown_.nothing.push_back(none_of("links", "link", plant.links.size()));
    }
    return things_in_words("link", breakdown_.links, [&plant](LinkId link) {
      return plant.name(plant.links[link].first) + "-" + plant.name(plant.links[link].second);
    });
  }

  void choose_peers() {
    constexpr core::Purpose purpose("failures/peers");
    const Part part = peers_part(failure_);
    const Plant& plant = place_.plants.overlay;
    breakdown_.announced = failure_.how == Departure::leave;
    breakdown_.peers_live = is_live(part.choice);
    check_role(place_, part.key, part.choice);
    if (!breakdown_.peers_live) {
      breakdown_.peers =
          choose_nodes(part.choice, part.eligible, choosing(plant, part.key, purpose));
      note_if_none(part, breakdown_.peers, plant);
    }
    breakdown_.who = in_words(part.noun, breakdown_.peers, plant.name);
    breakdown_.peer_ends = ends_of(breakdown_.peers.size(), core::Purpose("failures/return"));
  }

  void choose_sides() {
    constexpr core::Purpose purpose("failures/partition");
    const Plant& plant = place_.plants.overlay;
    breakdown_.sides_live = is_live(failure_.partition);
    check_role(place_, "partition", failure_.partition);
    if (!breakdown_.sides_live) {
      breakdown_.sides =
          failures::choose_sides(failure_.partition, choosing(plant, "partition", purpose));
      const bool all_empty = std::all_of(breakdown_.sides.begin(), breakdown_.sides.end(),
                                         [](const auto& side) { return side.empty(); });
      if (all_empty) breakdown_.nothing.push_back(none_of("partition", "peer", plant.nodes()));
    }
    breakdown_.apart = apart_in_words(breakdown_.sides, plant.name);
    breakdown_.side_ends = ends_of(1, core::Purpose("failures/rejoin"));
  }

  void note_if_none(const Part& part, const std::vector<NodeId>& chosen, const Plant& plant) {
    if (!chosen.empty()) return;
    breakdown_.nothing.push_back(
        none_of(part.key, part.noun, eligible_nodes(part.eligible, plant).size()));
  }

  const Place& place_;
  const Failure& failure_;
  double at_s_;
  std::uint64_t draw_;
  Breakdown breakdown_;
};

/// What a file tells of a kind of parts, or of peers; occurrences go on from those before.
void add_outages(const Place& place, const Part& part, const Plant& plant,
                 std::vector<Breakdown>& breakdowns, std::uint32_t& occurrence) {
  const registry::FilePath& file = part.choice.as<FromTrace>().file;
  const bool is_of_peers = &plant == &place.plants.overlay;
  for (const Outage& outage :
       parse_outages(registry::read_input_file(file), file.shown(), plant, part.eligible)) {
    Breakdown breakdown;
    breakdown.failure = place.number;
    breakdown.occurrence = occurrence++;
    breakdown.start = core::from_seconds(place.failure.at_s + outage.down_s);
    if (outage.up_s <= core::longest_s) {
      breakdown.end = core::from_seconds(place.failure.at_s + outage.up_s);
    }
    (is_of_peers ? breakdown.peers : breakdown.nodes) = outage.nodes;
    (is_of_peers ? breakdown.who : breakdown.what) = in_words(part.noun, outage.nodes, plant.name);
    breakdown.announced = is_of_peers && place.failure.how == Departure::leave;
    breakdowns.push_back(std::move(breakdown));
  }
}

void choose_all(const Place& place, core::Time horizon, std::vector<Breakdown>& breakdowns) {
  if (!place.plants.underlay) refuse_parts(place);
  std::uint32_t occurrence = 0;
  if (is_more_than_traces(place.failure)) {
    for (const double at_s : moments_of(place.failure, place.number, horizon, place.seed,
                                        fmt::format("/failures/{}", place.number))) {
      breakdowns.push_back(Chooser(place, occurrence++, at_s).choose());
    }
  }
  for (const Part& part : node_parts(place.failure)) {
    if (!is_trace(part.choice)) continue;
    add_outages(place, part, *place.plants.underlay, breakdowns, occurrence);
  }
  if (is_trace(place.failure.peers)) {
    add_outages(place, peers_part(place.failure), place.plants.overlay, breakdowns, occurrence);
  }
}

}  // namespace

std::string in_words(const std::string& noun, const std::vector<NodeId>& nodes,
                     const std::function<std::string(NodeId)>& name) {
  return things_in_words(noun, nodes, name);
}

std::string apart_in_words(const std::vector<std::vector<NodeId>>& sides,
                           const std::function<std::string(NodeId)>& name) {
  if (sides.size() > 1) return fmt::format("partition into {} groups", sides.size() + 1);
  return "partition of " + in_words("peer", sides.empty() ? std::vector<NodeId>{} : sides[0], name);
}

std::vector<Breakdown> choose(const std::vector<Failure>& failures, const Plants& plants,
                              std::uint64_t seed, core::Time horizon) {
  std::vector<Breakdown> breakdowns;
  std::vector<registry::Diagnostic> mistakes;
  for (std::size_t number = 0; number < failures.size(); ++number) {
    try {
      const Place place{failures[number], static_cast<std::uint32_t>(number), plants, seed};
      choose_all(place, horizon, breakdowns);
    } catch (const registry::InputError& error) {
      const auto& found = error.diagnostics();
      mistakes.insert(mistakes.end(), found.begin(), found.end());
    }
  }
  if (!mistakes.empty()) throw registry::InputError(std::move(mistakes));
  return breakdowns;
}

}  // namespace rippletank::failures
