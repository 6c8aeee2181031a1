// Works out the sizes of messages from their texts.
#include "sim/protocols/napster/messages.hpp"

#include <utility>

#include "sim/core/check.hpp"

namespace rippletank::protocols::napster {
namespace {

constexpr std::uint32_t header_bytes = 4;
constexpr std::uint64_t bytes_per_second = 16'000;  // of a file of 128 kbit/s

}  // namespace

std::vector<std::string> message_names() {
  return {
#define MESSAGE(name, number, text) #name "_" #number,
#define RESULT(name, number, text) #name "_" #number,
#define BARE(name, text) #name,
#include "sim/protocols/napster/messages.def"
#undef MESSAGE
#undef RESULT
#undef BARE
  };
}

std::uint32_t digits(std::uint64_t number) {
  std::uint32_t count = 1;
  for (; number >= 10; number /= 10) ++count;
  return count;
}

Sizes::Sizes(const Parameters& parameters) {
  const std::array<std::string_view, type_count> texts = {
#define MESSAGE(name, number, text) text,
#define RESULT(name, number, text) text,
#define BARE(name, text) text,
#include "sim/protocols/napster/messages.def"
#undef MESSAGE
#undef RESULT
#undef BARE
  };
  for (std::size_t type = 0; type < type_count; ++type) {
    forms_[type] = form(parameters, texts[type]);
  }
#define MESSAGE(name, number, text) forms_[name].header_bytes = header_bytes;
#define RESULT(name, number, text)          \
  forms_[name].header_bytes = header_bytes; \
  forms_[name].is_payload = true;
#define BARE(name, text)
#include "sim/protocols/napster/messages.def"
#undef MESSAGE
#undef RESULT
#undef BARE
}

Sizes::Form Sizes::form(const Parameters& parameters, std::string_view text) {
  Form form;
  while (!text.empty()) {
    if (text.front() != '{') {
      ++form.text_bytes;
      text.remove_prefix(1);
      continue;
    }
    const std::size_t end = text.find('}');
    add_word(parameters, text.substr(1, end - 1), form);
    text.remove_prefix(end + 1);
  }
  return form;
}

void Sizes::add_word(const Parameters& parameters, std::string_view word, Form& form) {
  const std::array<std::pair<std::string_view, std::uint32_t>, 11> lengths = {{
      {"nick", parameters.nick_bytes},
      {"password", parameters.password_bytes},
      {"version", parameters.client_version_bytes},
      {"email", parameters.email_bytes},
      {"file", parameters.file_name_bytes},
      {"error", parameters.error_text_bytes},
      {"local_only", parameters.local_only ? 11 : 0},  // " LOCAL_ONLY"
      {"md5", 32},                                     // in hexadecimal digits
      {"ip", 10},                                      // as a whole number
      {"id", 8},                                       // in hexadecimal digits
      {"address", 20},                                 // 208.184.216.223:8888
  }};
  for (const auto& [name, bytes] : lengths) {
    if (name == word) {
      form.text_bytes += bytes;
      return;
    }
  }
  if (word == "text") {
    form.payload_bytes += parameters.search_text_bytes;
    return;
  }
  const std::array<std::pair<std::string_view, std::uint32_t Form::*>, 5> counts = {{
      {"size", &Form::sizes},
      {"seconds", &Form::playing_times},
      {"link", &Form::link_types},
      {"number", &Form::numbers},
      {"port", &Form::ports},
  }};
  for (const auto& [name, count] : counts) {
    if (name == word) {
      ++(form.*count);
      return;
    }
  }
  RIPPLETANK_CHECK(false, "a message has a word of unknown length: " + std::string(word));
}

measure::MessageSize Sizes::size(Type type, const Details& details) const {
  const Form& form = forms_[type];
  const std::uint32_t text_bytes =
      form.text_bytes + form.sizes * digits(details.size_bytes) +
      form.playing_times * digits(details.size_bytes / bytes_per_second) +
      form.link_types * digits(details.link_type) + form.numbers * details.number_digits +
      form.ports * details.port_digits;
  if (form.is_payload) return {form.header_bytes, text_bytes + form.payload_bytes, 0};
  return {form.header_bytes + text_bytes, form.payload_bytes, 0};
}

}  // namespace rippletank::protocols::napster
