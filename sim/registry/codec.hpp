// Codec: how each C++ type of a parameter is described, read from JSON and written back.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/registry/entry.hpp"

namespace rippletank::registry {

/// A path as the user wrote it and where it leads from the file that names it.
struct FilePath {
  std::string written;
  std::filesystem::path resolved;

  /// How messages name the file: as the user reaches it from where the program was started.
  std::string shown() const;
};

/// An identifier of the input (peer, host): a whole number or a name, kept as its text.
struct Id {
  std::string text;
  bool is_number = false;
  bool operator==(const Id&) const = default;
};

/// An identifier for messages: a number as it is, a name in quotes.
std::string found(const Id& id);

/// What the author of a parameter says about it besides its name and type.
struct Field {
  std::string unit;
  Range range;
  std::string description;
  const Catalogue* catalogue = nullptr;  ///< for models
};

/// Specialise for a type T of a parameter:
///   static Type type(const Field&);
///   static void read(const Json&, T&, const Type&, Reader&);
///   static Json write(const T&);        // null when the value is absent
template <class T>
struct Codec;

/// Specialise for an enum E: `static constexpr std::array<std::pair<const char*, E>, N> names`.
template <class E>
struct ChoiceNames;

/// The whole number in a JSON value, if it is one and fits (1e6 is one, 1.5 is not).
std::optional<std::int64_t> whole_number(const Json& value);
std::optional<std::uint64_t> unsigned_whole_number(const Json& value);

void report_mismatch(const Json& value, const Type& type, Reader& reader);

template <>
struct Codec<std::int64_t> {
  static Type type(const Field& field) { return {Form::integer, field.unit, field.range}; }
  static void read(const Json& value, std::int64_t& target, const Type& type, Reader& reader);
  static Json write(const std::int64_t& value) { return value; }
};

template <>
struct Codec<std::uint64_t> {
  static Type type(const Field& field);
  static void read(const Json& value, std::uint64_t& target, const Type& type, Reader& reader);
  static Json write(const std::uint64_t& value) { return value; }
};

template <>
struct Codec<std::uint32_t> {
  static Type type(const Field& field);
  static void read(const Json& value, std::uint32_t& target, const Type& type, Reader& reader);
  static Json write(const std::uint32_t& value) { return value; }
};

template <>
struct Codec<double> {
  static Type type(const Field& field) { return {Form::number, field.unit, field.range}; }
  static void read(const Json& value, double& target, const Type& type, Reader& reader);
  static Json write(const double& value) { return value; }
};

template <>
struct Codec<bool> {
  static Type type(const Field&) { return {Form::boolean}; }
  static void read(const Json& value, bool& target, const Type& type, Reader& reader);
  static Json write(const bool& value) { return value; }
};

template <>
struct Codec<std::string> {
  static Type type(const Field& field) { return {Form::text, field.unit}; }
  static void read(const Json& value, std::string& target, const Type& type, Reader& reader);
  static Json write(const std::string& value) { return value; }
};

template <>
struct Codec<FilePath> {
  static Type type(const Field&) { return {Form::file}; }
  static void read(const Json& value, FilePath& target, const Type& type, Reader& reader);
  static Json write(const FilePath& value) { return value.written; }
};

template <>
struct Codec<Id> {
  static Type type(const Field&) { return {Form::id}; }
  static void read(const Json& value, Id& target, const Type& type, Reader& reader);
  static Json write(const Id& value);
};

template <>
struct Codec<Model> {
  static Type type(const Field& field);
  static void read(const Json& value, Model& target, const Type& type, Reader& reader);
  static Json write(const Model& value) { return value ? write_model(value) : Json(); }
};

template <class E>
  requires std::is_enum_v<E>
struct Codec<E> {
  static Type type(const Field& field) {
    Type type{Form::choice, field.unit};
    for (const auto& [name, value] : ChoiceNames<E>::names) type.choices.emplace_back(name);
    return type;
  }
  static void read(const Json& value, E& target, const Type& type, Reader& reader) {
    if (value.is_string()) {
      for (const auto& [name, choice] : ChoiceNames<E>::names) {
        if (value.get_ref<const std::string&>() != name) continue;
        target = choice;
        return;
      }
    }
    report_mismatch(value, type, reader);
  }
  static Json write(const E& value) {
    for (const auto& [name, choice] : ChoiceNames<E>::names) {
      if (choice == value) return name;
    }
    return {};
  }
};

/// A struct with a parameter table of its own: `static const Section& section()`.
template <class T>
  requires requires { T::section(); }
struct Codec<T> {
  static Type type(const Field&) {
    Type type{Form::section};
    type.section = &T::section();
    return type;
  }
  static void read(const Json& value, T& target, const Type& type, Reader& reader) {
    read_section(*type.section, value, &target, reader);
  }
  static Json write(const T& value) { return write_section(T::section(), &value); }
};

template <class T>
struct Codec<std::optional<T>> {
  static Type type(const Field& field) { return Codec<T>::type(field); }
  static void read(const Json& value, std::optional<T>& target, const Type& type, Reader& reader) {
    T present{};
    Codec<T>::read(value, present, type, reader);
    target = std::move(present);
  }
  static Json write(const std::optional<T>& value) {
    return value ? Codec<T>::write(*value) : Json();
  }
};

template <class T>
struct Codec<std::vector<T>> {
  static Type type(const Field& field) {
    Type type{Form::list, field.unit};
    type.items = std::make_shared<const Type>(Codec<T>::type(field));
    return type;
  }
  static void read(const Json& value, std::vector<T>& target, const Type& type, Reader& reader) {
    if (!value.is_array()) return report_mismatch(value, type, reader);
    target.clear();
    for (std::size_t i = 0; i < value.size(); ++i) {
      const Reader::Step step = reader.enter(i);
      T item{};
      Codec<T>::read(value[i], item, *type.items, reader);
      target.push_back(std::move(item));
    }
  }
  static Json write(const std::vector<T>& values) {
    Json list = Json::array();
    for (const T& value : values) list.push_back(Codec<T>::write(value));
    return list;
  }
};

/// Any JSON value, as it is.
template <>
struct Codec<Json> {
  static Type type(const Field& field) { return {Form::anything, field.unit}; }
  static void read(const Json& value, Json& target, const Type&, Reader&) { target = value; }
  static Json write(const Json& value) { return value; }
};

/// An object whose keys are free, in their order.
template <class T>
struct Codec<std::vector<std::pair<std::string, T>>> {
  static Type type(const Field& field) {
    Type type{Form::map, field.unit};
    type.items = std::make_shared<const Type>(Codec<T>::type(field));
    return type;
  }
  static void read(const Json& value, std::vector<std::pair<std::string, T>>& target,
                   const Type& type, Reader& reader) {
    if (!value.is_object()) return report_mismatch(value, type, reader);
    target.clear();
    for (const auto& [key, field] : value.items()) {
      const Reader::Step step = reader.enter(key);
      T item{};
      Codec<T>::read(field, item, *type.items, reader);
      target.emplace_back(key, std::move(item));
    }
  }
  static Json write(const std::vector<std::pair<std::string, T>>& fields) {
    Json object = Json::object();
    for (const auto& [key, field] : fields) object[key] = Codec<T>::write(field);
    return object;
  }
};

}  // namespace rippletank::registry
