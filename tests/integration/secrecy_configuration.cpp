// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrecy_configuration.h"

namespace nocturne::test {

const char* const kSecretConfiguration = R"(global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
system: {enabled: false}
rule_files: [rules.yml]
server: {token: env:SECRECY_TOKEN}
allow_exec: true
exec_directory: EXEC
scrape_configs:
  - job_name: basic
    basic_auth: {username: user, password: LITERAL}
    static_configs: [{targets: ["PARROT"]}]
  - job_name: bearer
    authorization: {credentials_file: BEARER}
    params: {token: [PARAMETER]}
    static_configs: [{targets: ["PARROT"]}]
  - job_name: header
    http_headers: {X-Key: {secrets: [HEADER]}}
    static_configs: [{targets: ["PARROT"]}]
  - job_name: oauth
    oauth2: {client_id: u, client_secret: CLIENT, token_url: "http://PARROT/token"}
    static_configs: [{targets: ["PARROT"]}]
  - job_name: proxied
    proxy_url: "http://user:PROXY@PARROT"
    static_configs: [{targets: ["example.invalid:80"]}]
  - job_name: discovered
    http_sd_configs: [{url: "http://user:SDURL@PARROT/targets", refresh_interval: 1s}]
  - job_name: discovered2
    http_sd_configs: [{url: "http://PARROT/targets", refresh_interval: 1s, basic_auth: {username: user, password: SDPASS}}]
remote_write:
  - {url: "http://PARROT/write", basic_auth: {username: user, password: credential:central}}
  - {url: "http://user:WRITEURL@PARROT/write2"}
datasources:
  alertmanagers:
    - {name: am, urls: ["http://PARROT"], refresh_interval: 1s, authorization: {credentials: env:SECRECY_AM}}
  burstlets:
    - {name: b, url: "http://PARROT", refresh_interval: 1s, authorization: {credentials: env:SECRECY_BURSTLET}}
alerting:
  alertmanagers:
    - {basic_auth: {username: user, password: ALERTING}, static_configs: [{targets: ["PARROT"]}]}
health_checks:
  - {name: h, type: http, url: "http://user:HEALTHURL@PARROT/h?key=HEALTHKEY", interval: 10s, timeout: 1s, headers: {X-Api-Key: env:SECRECY_HEALTH}}
  - {name: j, type: http_json, url: "http://PARROT/j", interval: 10s, timeout: 1s, basic_auth: {username: user, password: HEALTHPASS}}
streams:
  - {name: s, type: aegis, url: "ws://PARROT/ws", rest_url: "http://PARROT/rest", token: env:SECRECY_STREAM}
notifications:
  route: {receiver: all, group_wait: 0s, group_interval: 1s}
  receivers:
    - name: all
      slack_configs: [{api_url: "http://PARROT/services/SLACK"}]
      webhook_configs:
        - {url: "http://PARROT/hook/WEBHOOK", hmac_secret: HMAC, http_config: {authorization: {credentials: HOOKTOKEN}}}
        - {url: "http://PARROT/hook2", headers: {X-Key: HOOKHEADER}}
      email_configs:
        - {to: a@example.org, from: b@example.org, smarthost: "PARROT", require_tls: false, auth_username: user, auth_password: MAIL}
      command_configs: [{command: [told]}]
)";

} // namespace nocturne::test
