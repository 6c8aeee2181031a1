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

/// One failure of the list, on its way to what it breaks.
class Chooser {
 public:
  Chooser(const Failure& failure, std::size_t number, const Plants& plants, std::uint64_t seed)
      : failure_(failure),
        number_(number),
        seed_(seed),
        plants_(plants),
        at_(fmt::format("/failures/{}/", number)) {
    breakdown_.start = core::from_seconds(failure.at_s);
    if (failure.duration_s) {
      breakdown_.end = core::from_seconds(failure.at_s + *failure.duration_s);
    }
  }

  Breakdown choose() && {
    if (plants_.underlay) {
      choose_parts(*plants_.underlay);
    } else {
      refuse_parts();
    }
    if (failure_.peers) choose_peers();
    return std::move(breakdown_);
  }

 private:
  /// The nodes that may be named in a failure.
  std::vector<Part> node_parts() const {
    return {{failure_.hosts, "hosts", "host", Eligible::hosts},
            {failure_.devices, "devices", "device", Eligible::devices},
            {failure_.nodes, "nodes", "node", Eligible::all}};
  }

  void choose_parts(const Plant& plant) {
    constexpr core::Purpose purpose("failures/choice");
    std::vector<std::string> words;
    for (const Part& part : node_parts()) {
      if (!part.choice) continue;
      const std::vector<NodeId> nodes = choose_nodes(
          part.choice, part.eligible, {plant, at_ + part.key, seed_, purpose, number_});
      words.push_back(in_words(part.noun, nodes, plant.name));
      note_if_none(part, nodes, plant);
      breakdown_.nodes.insert(breakdown_.nodes.end(), nodes.begin(), nodes.end());
    }
    std::sort(breakdown_.nodes.begin(), breakdown_.nodes.end());
    if (failure_.links) {
      breakdown_.links =
          choose_links(failure_.links, {plant, at_ + "links", seed_, purpose, number_});
      if (breakdown_.links.empty()) {
        breakdown_.nothing.push_back(none_of("links", "link", plant.links.size()));
      }
      words.push_back(in_words("link", breakdown_.links, [&plant](LinkId link) {
        return plant.name(plant.links[link].first) + "-" + plant.name(plant.links[link].second);
      }));
    }
    if (failure_.trunk) {
      if (!plant.has_trunk) {
        refuse("trunk", "this topology has no trunk; a bus has one, and a tree");
      }
      breakdown_.trunk = true;
      words.emplace_back(*failure_.trunk == TrunkFailure::cut ? "trunk" : "terminator");
    }
    breakdown_.what = fmt::format("{}", fmt::join(words, ", "));
  }

  void choose_peers() {
    constexpr core::Purpose purpose("failures/peers");
    const Part part{failure_.peers, "peers", "peer", Eligible::all};
    const Plant& plant = plants_.overlay;
    breakdown_.peers =
        choose_nodes(part.choice, part.eligible, {plant, at_ + part.key, seed_, purpose, number_});
    breakdown_.announced = failure_.how == Departure::leave;
    breakdown_.who = in_words(part.noun, breakdown_.peers, plant.name);
    note_if_none(part, breakdown_.peers, plant);
  }

  void refuse_parts() const {
    const auto refuse_part = [this](const char* key) {
      refuse(key,
             fmt::format("parts of a \"physical\" underlay break, got \"{}\"; name that underlay, "
                         "or leave this out: \"peers\" go on any underlay",
                         plants_.underlay_model));
    };
    for (const Part& part : node_parts()) {
      if (part.choice) refuse_part(part.key);
    }
    if (failure_.links) refuse_part("links");
    if (failure_.trunk) refuse_part("trunk");
  }

  void note_if_none(const Part& part, const std::vector<NodeId>& chosen, const Plant& plant) {
    if (!chosen.empty()) return;
    breakdown_.nothing.push_back(
        none_of(part.key, part.noun, eligible_nodes(part.eligible, plant).size()));
  }

  [[noreturn]] void refuse(const char* key, std::string message) const {
    throw registry::InputError(registry::Diagnostic{"", 0, at_ + key, std::move(message)});
  }

  const Failure& failure_;
  std::size_t number_;
  std::uint64_t seed_;
  const Plants& plants_;
  std::string at_;
  Breakdown breakdown_;
};

}  // namespace

std::vector<Breakdown> choose(const std::vector<Failure>& failures, const Plants& plants,
                              std::uint64_t seed) {
  std::vector<Breakdown> breakdowns;
  std::vector<registry::Diagnostic> mistakes;
  for (std::size_t number = 0; number < failures.size(); ++number) {
    try {
      breakdowns.push_back(Chooser(failures[number], number, plants, seed).choose());
    } catch (const registry::InputError& error) {
      const auto& found = error.diagnostics();
      mistakes.insert(mistakes.end(), found.begin(), found.end());
    }
  }
  if (!mistakes.empty()) throw registry::InputError(std::move(mistakes));
  return breakdowns;
}

}  // namespace rippletank::failures
