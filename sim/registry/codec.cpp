// Reads the plain types of parameters.
#include "sim/registry/codec.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/registry/suggest.hpp"

namespace rippletank::registry {
namespace {

/// JSON writes 1e6 as a float; up to 2^53 a float holds every whole number.
bool is_whole(const Json& value) {
  constexpr double exact = 9007199254740992.0;
  if (!value.is_number_float()) return value.is_number();
  const double number = value.get<double>();
  return std::abs(number) <= exact && number == std::floor(number);
}

bool in_range(const Json& value, const Type& type) {
  return type.range.contains(value.get<double>());
}

bool is_number_form(Form form) {
  return form == Form::integer || form == Form::number || form == Form::quantity;
}

/// How the most frequent slips are mended, as the end of a message.
std::string hint(const Json& value, const Type& type) {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    if (type.form == Form::choice) {
      const std::string meant = nearest_name(text, type.choices);
      return meant.empty() ? "" : fmt::format("; did you mean \"{}\"?", meant);
    }
    const Json unquoted = Json::parse(text, nullptr, false);
    const bool would_do = is_number_form(type.form)
                              ? unquoted.is_number()
                              : type.form == Form::boolean && unquoted.is_boolean();
    return would_do ? fmt::format("; write {} without quotes", text) : "";
  }
  if (type.form == Form::integer && value.is_number_float() && in_range(value, type) &&
      value.get<double>() < two_to_64 && value.get<double>() == std::floor(value.get<double>())) {
    return "; write out all its digits";
  }
  if (type.form == Form::list && !value.is_structured() && !value.is_null()) {
    return fmt::format("; write [{}]", found(value));
  }
  return {};
}

}  // namespace

std::string FilePath::shown() const {
  return resolved == written ? written : resolved.lexically_normal().string();
}

std::string found(const Id& id) { return id.is_number ? id.text : found(Json(id.text)); }

std::optional<std::int64_t> whole_number(const Json& value) {
  if (!is_whole(value)) return {};
  if (value.is_number_float()) return static_cast<std::int64_t>(value.get<double>());
  if (value.is_number_unsigned() &&
      value.get<std::uint64_t>() >
          static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return {};
  }
  return value.get<std::int64_t>();
}

std::optional<std::uint64_t> unsigned_whole_number(const Json& value) {
  if (value.is_number_unsigned()) return value.get<std::uint64_t>();
  const std::optional<std::int64_t> number = whole_number(value);
  if (!number || *number < 0) return {};
  return static_cast<std::uint64_t>(*number);
}

void report_mismatch(const Json& value, const Type& type, Reader& reader) {
  reader.error(fmt::format("expected {}, got {}{}", type.text(), found(value), hint(value, type)));
}

void Codec<std::int64_t>::read(const Json& value, std::int64_t& target, const Type& type,
                               Reader& reader) {
  const std::optional<std::int64_t> number = whole_number(value);
  if (!number || !in_range(value, type)) return report_mismatch(value, type, reader);
  target = *number;
}

void Codec<std::uint64_t>::read(const Json& value, std::uint64_t& target, const Type& type,
                                Reader& reader) {
  const std::optional<std::uint64_t> number = unsigned_whole_number(value);
  if (!number || !in_range(value, type)) return report_mismatch(value, type, reader);
  target = *number;
}

Type Codec<std::uint64_t>::type(const Field& field) {
  Range range = field.range;
  range.min = std::max(range.min, 0.0);
  range.max = std::min(range.max, two_to_64);
  return {Form::integer, field.unit, range};
}

Type Codec<std::uint32_t>::type(const Field& field) {
  Range range = field.range;
  range.min = std::max(range.min, 0.0);
  range.max = std::min(range.max, double{std::numeric_limits<std::uint32_t>::max()});
  return {Form::integer, field.unit, range};
}

void Codec<std::uint32_t>::read(const Json& value, std::uint32_t& target, const Type& type,
                                Reader& reader) {
  const std::optional<std::uint64_t> number = unsigned_whole_number(value);
  if (!number || !in_range(value, type)) return report_mismatch(value, type, reader);
  target = static_cast<std::uint32_t>(*number);
}

void Codec<double>::read(const Json& value, double& target, const Type& type, Reader& reader) {
  if (!value.is_number() || !in_range(value, type)) return report_mismatch(value, type, reader);
  target = value.get<double>();
}

void Codec<bool>::read(const Json& value, bool& target, const Type& type, Reader& reader) {
  if (!value.is_boolean()) return report_mismatch(value, type, reader);
  target = value.get<bool>();
}

void Codec<std::string>::read(const Json& value, std::string& target, const Type& type,
                              Reader& reader) {
  if (!value.is_string()) return report_mismatch(value, type, reader);
  target = value.get<std::string>();
}

void Codec<FilePath>::read(const Json& value, FilePath& target, const Type& type, Reader& reader) {
  constexpr std::size_t longest = 4095;  // what Linux takes
  if (!value.is_string() || value.get_ref<const std::string&>().empty() ||
      value.get_ref<const std::string&>().find('\0') != std::string::npos ||
      value.get_ref<const std::string&>().size() > longest) {
    return report_mismatch(value, type, reader);
  }
  target.written = value.get<std::string>();
  target.resolved = reader.base_directory() / std::filesystem::path(target.written);
}

void Codec<Id>::read(const Json& value, Id& target, const Type& type, Reader& reader) {
  if (value.is_string() && !value.get_ref<const std::string&>().empty()) {
    target = {value.get<std::string>(), false};
  } else if (value.is_number_unsigned()) {
    target = {std::to_string(value.get<std::uint64_t>()), true};
  } else if (const std::optional<std::int64_t> number = whole_number(value)) {
    target = {std::to_string(*number), true};
  } else {
    report_mismatch(value, type, reader);
  }
}

Json Codec<Id>::write(const Id& value) {
  if (!value.is_number) return value.text;
  return value.text.front() == '-' ? Json(std::stoll(value.text)) : Json(std::stoull(value.text));
}

Type Codec<Model>::type(const Field& field) {
  Type type{Form::model};
  type.catalogue = field.catalogue;
  return type;
}

void Codec<Model>::read(const Json& value, Model& target, const Type& type, Reader& reader) {
  target = read_model(*type.catalogue, value, reader);
}

}  // namespace rippletank::registry
