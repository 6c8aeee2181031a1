// Reader: where in a JSON file we are, and the mistakes found so far.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/registry/diagnostics.hpp"
#include "sim/registry/json.hpp"

namespace rippletank::registry {

/// Carries the JSON pointer of the value that is being read; collects errors instead of
/// stopping at the first.
class Reader {
 public:
  /// Paths inside the file are relative to `base_directory`.
  explicit Reader(std::filesystem::path base_directory);

  /// Leaves the key or element it entered when it goes out of scope.
  class Step {
   public:
    Step(Reader& reader, std::string_view token);
    ~Step();
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    Reader& reader_;
    std::size_t length_before_;
  };

  [[nodiscard]] Step enter(std::string_view key) { return {*this, key}; }
  [[nodiscard]] Step enter(std::size_t index) { return {*this, std::to_string(index)}; }

  /// Records a mistake at the current value.
  void error(std::string message);
  /// Records a mistake at a key of the current value.
  void error_at(std::string_view key, std::string message);

  /// Whether a mistake was recorded at a key of the current value or below it.
  bool has_mistakes_at(std::string_view key) const;

  const std::string& pointer() const { return pointer_; }
  const std::filesystem::path& base_directory() const { return base_directory_; }
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }
  std::size_t error_count() const { return diagnostics_.size(); }

 private:
  std::filesystem::path base_directory_;
  std::string pointer_;
  std::vector<Diagnostic> diagnostics_;
};

/// A token of a JSON pointer with `~` and `/` escaped.
/// Source:  RFC 6901, section 3.
std::string escape_pointer_token(std::string_view token);

/// How a found value is named in a message: short, quoted, without its contents if it is large.
std::string found(const Json& value);

}  // namespace rippletank::registry
