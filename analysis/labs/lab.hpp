// Lab: an exercise in a folder: its numbers, its runs and its questions, as lab.json tells them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/labs/value.hpp"

namespace rippletank::labs {

/// By name, in the order of the file.
template <class T>
using Named = std::vector<std::pair<std::string, T>>;

/// The one of that name; null if there is none.
template <class T>
const T* find(const Named<T>& all, const std::string& name) {
  for (const auto& [known, one] : all) {
    if (known == name) return &one;
  }
  return nullptr;
}

template <class T>
std::vector<std::string> names_of(const Named<T>& all) {
  std::vector<std::string> names;
  for (const auto& [name, one] : all) names.push_back(name);
  return names;
}

/// A number that differs from student to student, or follows from those that do.
struct Number {
  std::optional<std::int64_t> from;
  std::optional<std::int64_t> to;
  std::vector<double> choose;
  std::optional<double> usual;  ///< "default": that of the page
  std::optional<Value> is;      ///< of one that follows from others
  std::string meaning;

  static const registry::Section& section();
  /// Among how many it is drawn; 0 if it is not.
  std::uint64_t choices() const;
};

/// A scenario beside lab.json, and what is set in it.
struct Run {
  std::string scenario;
  Named<registry::Json> set;  ///< by JSON pointer; a text "{hosts}" is the number

  static const registry::Section& section();
};

/// How far an answer may be away from what was measured.
struct Tolerance {
  std::optional<double> absolute;
  std::optional<double> relative;

  static const registry::Section& section();
  bool allows(double given, double expected) const;
};

/// What is right: a value, or whichever choice has the largest or smallest.
struct RightAnswer {
  std::optional<Value> value;
  Named<Value> largest;
  Named<Value> smallest;

  static const registry::Section& section();
};

/// A wrong answer that students often give, and why it is wrong.
struct Mistake {
  std::optional<Value> answer;
  std::optional<std::string> choice;
  std::string because;

  static const registry::Section& section();
};

struct Question {
  std::string ask;
  std::string unit;            ///< of a number
  Named<std::string> choices;  ///< none: the answer is a number
  RightAnswer answer;
  Tolerance tolerance;
  std::int64_t points = 1;
  std::string because;
  std::vector<Mistake> mistakes;

  static const registry::Section& section();
};

struct Lab {
  std::string name;              ///< that of its folder
  std::filesystem::path folder;  ///< in which lab.json, README.md and the scenarios are
  std::string text;              ///< of lab.json, in which later mistakes are located

  std::string title;
  std::string idea;
  Named<Number> numbers;
  Named<registry::Json> set;  ///< in the scenario of every run, before what the run sets
  Named<Run> runs;
  Named<Question> questions;

  static const registry::Section& section();
  /// How messages name lab.json.
  std::string file() const { return (folder / "lab.json").string(); }
};

/// Reads and checks the lab in a folder.
///
/// Errors:  InputError with every mistake, in the order of the lines.
Lab read_lab(const std::filesystem::path& folder);

/// The error of a lab in which a value cannot be had, with the line.
registry::InputError at_fault(const Lab& lab, const std::string& pointer, std::string message);

}  // namespace rippletank::labs

template <>
struct rippletank::registry::Codec<rippletank::labs::RightAnswer> {
  static Type type(const Field&) { return {Form::anything}; }
  static void read(const Json& value, labs::RightAnswer& target, const Type& type, Reader& reader);
  static Json write(const labs::RightAnswer&) { return {}; }
};
