// Random scenarios, made from what the registry knows of every key: small, and mended where they
// are refused.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/protocols/catalogue.hpp"
#include "sim/registry/entry.hpp"
#include "sim/scenario/scenario.hpp"
#include "topologies/catalogue.hpp"

namespace rippletank::fuzz {

/// Decisions that follow from bytes, and when these are used up from a stream that they seed: so
/// few bytes make whole scenarios, and more of them steer what becomes of them.
class Decisions {
 public:
  explicit Decisions(std::span<const std::uint8_t> bytes)
      : bytes_(bytes), rest_(seed_of(bytes), core::Purpose("fuzz/decisions"), 0) {}

  /// 0 … count - 1.
  std::size_t below(std::size_t count) {
    if (next_ < bytes_.size()) return bytes_[next_++] % count;
    return rest_.below(count);
  }
  bool one_in(std::size_t count) { return below(count) == 0; }
  template <class T>
  const T& one_of(const std::vector<T>& choices) {
    return choices[below(choices.size())];
  }

 private:
  static std::uint64_t seed_of(std::span<const std::uint8_t> bytes) {
    std::uint64_t seed = 0xcbf29ce484222325;  // FNV-1a
    for (const std::uint8_t byte : bytes) seed = (seed ^ byte) * 0x100000001b3;
    return seed;
  }

  std::span<const std::uint8_t> bytes_;
  std::size_t next_ = 0;
  core::Substream rest_;
};

/// Makes values of parameters: their defaults, ends of their ranges, and what lies near these.
class RandomScenario {
 public:
  explicit RandomScenario(Decisions decisions) : decisions_(decisions) {}

  registry::Json make() {
    registry::Json scenario;
    scenario["seed"] = decisions_.below(256);
    scenario["horizon_s"] = decisions_.one_of<int>({1, 5, 20, 60, 120});
    for (const registry::Parameter& part : scenario::Scenario::section().parameters) {
      if (is_set_here(part.name)) continue;
      if (part.name != "queries" && part.name != "content" && !decisions_.one_in(2)) continue;
      scenario[part.name] = value(part.type, part.default_value, 0);
    }
    scenario["overlay"]["topology"] = model(topologies::catalogue(), 0);
    scenario["overlay"]["protocol"] = model(protocols::catalogue(), 0);
    if (scenario.contains("content")) scenario["content"]["items"] = 1 + decisions_.below(20);
    if (decisions_.one_in(8)) scenario["warm_up_s"] = 0.5;
    if (decisions_.one_in(3)) scenario["measure"]["bin_s"] = 1;
    return scenario;
  }

  /// Takes out what a scenario was refused for, or a part of it.
  void mend(registry::Json& scenario, const std::vector<registry::Diagnostic>& mistakes) {
    for (const registry::Diagnostic& mistake : mistakes) {
      registry::Json::json_pointer at(mistake.pointer);
      while (!at.empty() && !scenario.contains(at)) at.pop_back();
      if (at.empty()) continue;
      registry::Json& wrong = scenario[at];
      if (wrong.is_object() && wrong.size() > 1) {
        wrong.erase(
            std::next(wrong.begin(), static_cast<std::ptrdiff_t>(decisions_.below(wrong.size()))));
      } else {
        erase(scenario, at);
      }
    }
  }

 private:
  static void erase(registry::Json& scenario, const registry::Json::json_pointer& at) {
    registry::Json& parent = scenario[at.parent_pointer()];
    if (parent.is_array()) {
      parent.erase(std::stoul(at.back()));
    } else {
      parent.erase(at.back());
    }
  }

  using Json = registry::Json;
  static constexpr int deepest = 4;

  static bool is_set_here(const std::string& name) {
    const std::vector<std::string> names = {"$schema",   "name",      "description", "seed",
                                            "horizon_s", "warm_up_s", "measure",     "overlay"};
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  Json model(const registry::Catalogue& catalogue, int depth) {
    const registry::Entry& entry = *decisions_.one_of(catalogue.entries);
    Json chosen = entry.example;
    for (const registry::Parameter& parameter : entry.section.parameters) {
      if (!decisions_.one_in(4) || parameter.type.form == registry::Form::file) continue;
      chosen[parameter.name] = value(parameter.type, parameter.default_value, depth + 1);
    }
    return chosen;
  }

  Json section(const registry::Section& table, int depth) {
    Json object = Json::object();
    for (const registry::Parameter& parameter : table.parameters) {
      const bool is_left_out = !parameter.required && !decisions_.one_in(3);
      if (is_left_out || parameter.type.form == registry::Form::file) continue;
      object[parameter.name] = value(parameter.type, parameter.default_value, depth + 1);
    }
    return object;
  }

  Json value(const registry::Type& type, const Json& usual, int depth) {
    using registry::Form;
    if (depth > deepest && !usual.is_null()) return usual;
    switch (type.form) {
      case Form::integer:
        return static_cast<std::int64_t>(number(type, usual));
      case Form::number:
        return number(type, usual);
      case Form::quantity:
        if (decisions_.one_in(3)) return model(*type.catalogue, depth + 1);
        return number(type, usual);
      case Form::boolean:
        return decisions_.one_in(2);
      case Form::choice:
        return decisions_.one_of(type.choices);
      case Form::id:
        return decisions_.below(12);
      case Form::list: {
        Json list = Json::array();
        for (std::size_t left = 1 + decisions_.below(3); left > 0; --left) {
          list.push_back(value(*type.items, Json(), depth + 1));
        }
        return list;
      }
      case Form::section:
        return section(*type.section, depth);
      case Form::model:
        return model(*type.catalogue, depth);
      case Form::text:
        return usual.is_null() ? Json("x") : usual;
      case Form::file:
      case Form::anything:
      case Form::map:
      case Form::either:
        return usual;
    }
    return usual;
  }

  /// Small, so that runs are short: what is large by default stays so.
  double number(const registry::Type& type, const Json& usual) {
    const registry::Range& range = type.range;
    std::vector<double> near = {0, 0.01, 0.1, 0.5, 0.9, 1, 2, 3, 5, 10, 20};
    if (usual.is_number()) {
      const double known = usual.get<double>();
      near.insert(near.end(), {known, known, known / 2, known * 2});
    }
    if (range.min > -1e9 && !range.min_excluded) near.push_back(range.min);
    const bool is_whole = type.form == registry::Form::integer;
    const double chosen = decisions_.one_of(near);
    const double rounded =
        is_whole ? static_cast<double>(static_cast<std::int64_t>(chosen)) : chosen;
    if (range.contains(rounded)) return rounded;
    return usual.is_number() ? usual.get<double>() : std::max(range.min, 1.0);
  }

  Decisions decisions_;
};

}  // namespace rippletank::fuzz
