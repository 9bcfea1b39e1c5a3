{{/* SPDX-License-Identifier: Apache-2.0 */}}

{{/* What the application's chart says below the key leasehold, over the defaults of values.yaml. */}}
{{- define "leasehold.values" -}}
{{- $values := .Values.leasehold -}}
{{- if not (has $values.mode (list "agent" "sidecar")) -}}
{{- fail (printf "leasehold.mode is %s: choose agent or sidecar" (toString $values.mode)) -}}
{{- end -}}
{{- if not (has $values.sidecar (list "native" "classic")) -}}
{{- fail (printf "leasehold.sidecar is %s: choose native or classic" (toString $values.sidecar)) -}}
{{- end -}}
{{- if not (has $values.agentVolume (list "init" "image")) -}}
{{- fail (printf "leasehold.agentVolume is %s: choose init or image" (toString $values.agentVolume)) -}}
{{- end -}}
{{- toYaml $values -}}
{{- end -}}

{{/* All settings by name, such as creds, auth.role and margin. */}}
{{- define "leasehold.settings" -}}
{{- $v := include "leasehold.values" . | fromYaml -}}
{{- $settings := dict "creds" (required "leasehold.creds names the credentials, as in database/creds/orders" $v.creds) -}}
{{- range $name, $value := dict "auth.role" $v.role "vault.addr" $v.vaultAddr "url" $v.url -}}
{{- if $value -}}{{- $_ := set $settings $name $value -}}{{- end -}}
{{- end -}}
{{- toYaml (merge $settings ($v.settings | default dict)) -}}
{{- end -}}

{{/* "true" where the credentials come from Vault, and not from a file. */}}
{{- define "leasehold.needsVault" -}}
{{- $settings := include "leasehold.settings" . | fromYaml -}}
{{- if not (hasPrefix "file:" $settings.creds) -}}true{{- end -}}
{{- end -}}

{{/* "true" where a token of the pod's service account logs in to Vault. */}}
{{- define "leasehold.needsToken" -}}
{{- $settings := include "leasehold.settings" . | fromYaml -}}
{{- $method := index $settings "auth.method" | default "kubernetes" -}}
{{- if and (include "leasehold.needsVault" .) (has $method (list "kubernetes" "jwt")) (not (index $settings "auth.token-file")) -}}true{{- end -}}
{{- end -}}

{{/* "true" where the ConfigMap with the certificates of Vault's authority is mounted. */}}
{{- define "leasehold.needsCertificates" -}}
{{- $v := include "leasehold.values" . | fromYaml -}}
{{- $settings := include "leasehold.settings" . | fromYaml -}}
{{- if and (include "leasehold.needsVault" .) $v.vaultCaConfigMap (not (index $settings "vault.cacert")) -}}true{{- end -}}
{{- end -}}

{{/* The variable of a setting: Vault's own where there is one. */}}
{{- define "leasehold.variable" -}}
{{- $name := . | upper | replace "." "_" | replace "-" "_" -}}
{{- if and (hasPrefix "vault." .) (ne . "vault.redirect-hosts") -}}{{ $name }}{{- else -}}LEASEHOLD_{{ $name }}{{- end -}}
{{- end -}}

{{/* The settings as variables. The kubelet expands $(NAME), so a literal one gets a second dollar sign. */}}
{{- define "leasehold.variables" -}}
{{- $settings := include "leasehold.settings" . | fromYaml -}}
{{- if include "leasehold.needsToken" . -}}{{- $_ := set $settings "auth.token-file" "/var/run/secrets/leasehold/token" -}}{{- end -}}
{{- if include "leasehold.needsCertificates" . -}}{{- $_ := set $settings "vault.cacert" "/var/run/secrets/leasehold/ca.crt" -}}{{- end -}}
{{- $vault := include "leasehold.needsVault" . -}}
{{- range $name, $value := $settings }}
{{- if or $vault (not (or (hasPrefix "vault." $name) (hasPrefix "auth." $name))) }}
- name: {{ include "leasehold.variable" $name }}
  value: {{ toString $value | replace "$(" "$$(" | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Which pod it is, by the downward API. */}}
{{- define "leasehold.podIdentity" -}}
{{- range $item := list "POD_NAME metadata.name" "POD_UID metadata.uid" "POD_NAMESPACE metadata.namespace" "NODE_NAME spec.nodeName" }}
- name: {{ splitList " " $item | first }}
  valueFrom:
    fieldRef:
      fieldPath: {{ splitList " " $item | last }}
{{- end }}
{{- end -}}

{{/* A security context that passes the restricted Pod Security Standard, and fixes no user. */}}
{{- define "leasehold.securityContext" -}}
allowPrivilegeEscalation: false
capabilities:
  drop:
  - ALL
readOnlyRootFilesystem: true
runAsNonRoot: true
seccompProfile:
  type: RuntimeDefault
{{- end -}}
