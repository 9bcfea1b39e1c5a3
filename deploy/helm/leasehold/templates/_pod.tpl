{{/* SPDX-License-Identifier: Apache-2.0 */}}

{{/* Items for the pod's initContainers, before all others. */}}
{{- define "leasehold.initContainers" -}}
{{- $v := include "leasehold.values" . | fromYaml -}}
{{- if and $v.enabled (eq $v.mode "agent") (eq $v.agentVolume "init") }}
- name: leasehold-agent
  image: {{ include "leasehold.image" . }}
  args:
  - copy-agent
  - /leasehold
  terminationMessagePolicy: FallbackToLogsOnError
  securityContext:
    {{- include "leasehold.securityContext" . | nindent 4 }}
  resources:
    requests:
      cpu: 50m
      memory: 64Mi
    limits:
      cpu: 500m
      memory: 128Mi
  volumeMounts:
  - name: leasehold-agent
    mountPath: /leasehold
{{- else if and $v.enabled (eq $v.mode "sidecar") (eq $v.sidecar "native") }}
{{- include "leasehold.sidecar" (dict "context" . "name" "leasehold-sidecar" "args" "run") }}
  restartPolicy: Always
  startupProbe:
    exec:
      command:
      - java
      - "@/opt/leasehold/arguments"
      - healthcheck
    periodSeconds: 1
    timeoutSeconds: 5
    failureThreshold: 60
{{- else if and $v.enabled (eq $v.mode "sidecar") }}
{{- include "leasehold.sidecar" (dict "context" . "name" "leasehold-init" "args" "init") }}
{{- end }}
{{- end -}}

{{/* Items for the pod's containers, after all others: the classic sidecar. */}}
{{- define "leasehold.containers" -}}
{{- $v := include "leasehold.values" . | fromYaml -}}
{{- if and $v.enabled (eq $v.mode "sidecar") (eq $v.sidecar "classic") }}
{{- include "leasehold.sidecar" (dict "context" . "name" "leasehold-sidecar" "args" "run") }}
{{- end }}
{{- end -}}

{{/* Items for the pod's volumes. */}}
{{- define "leasehold.volumes" -}}
{{- $v := include "leasehold.values" . | fromYaml -}}
{{- if $v.enabled }}
{{- if eq $v.mode "sidecar" }}
- name: leasehold-credentials
  emptyDir:
    medium: Memory
    sizeLimit: 1Mi
- name: leasehold-state
  emptyDir:
    medium: Memory
    sizeLimit: 1Mi
{{- else if eq $v.agentVolume "image" }}
- name: leasehold-agent
  image:
    reference: {{ include "leasehold.image" . }}
    pullPolicy: IfNotPresent
{{- else }}
- name: leasehold-agent
  emptyDir:
    sizeLimit: 32Mi
{{- end }}
{{- if or (include "leasehold.needsToken" .) (include "leasehold.needsCertificates" .) }}
- name: leasehold-vault
  projected:
    sources:
    {{- if include "leasehold.needsToken" . }}
    - serviceAccountToken:
        audience: {{ $v.audience }}
        expirationSeconds: 600
        path: token
    {{- end }}
    {{- if include "leasehold.needsCertificates" . }}
    - configMap:
        name: {{ $v.vaultCaConfigMap }}
        items:
        - key: ca.crt
          path: ca.crt
    {{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Keys for the pod's securityContext: the group that may read the sidecar's file. */}}
{{- define "leasehold.podSecurityContext" -}}
{{- $v := include "leasehold.values" . | fromYaml -}}
{{- if and $v.enabled (eq $v.mode "sidecar") $v.fsGroup }}
fsGroup: {{ int $v.fsGroup }}
{{- end }}
{{- end -}}

{{/* Keys for the pod's spec: a signal needs processes that see each other. */}}
{{- define "leasehold.podSpec" -}}
{{- $v := include "leasehold.values" . | fromYaml -}}
{{- if and $v.enabled (eq $v.mode "sidecar") (index ($v.settings | default dict) "signal") }}
shareProcessNamespace: true
{{- end }}
{{- end -}}

{{/* Items for the env of the application's container, JAVA_TOOL_OPTIONS among them. */}}
{{- define "leasehold.env" -}}
{{- $v := include "leasehold.values" . | fromYaml -}}
{{- if and $v.enabled (eq $v.mode "agent") }}
- name: JAVA_TOOL_OPTIONS
  value: {{ trim (printf "%s -javaagent:/leasehold/leasehold-agent.jar" ($v.javaToolOptions | default "")) | quote }}
{{- include "leasehold.variables" . }}
{{- include "leasehold.podIdentity" . }}
{{- else if $v.javaToolOptions }}
- name: JAVA_TOOL_OPTIONS
  value: {{ $v.javaToolOptions | quote }}
{{- end }}
{{- end -}}

{{/* Items for the volumeMounts of the application's container. */}}
{{- define "leasehold.volumeMounts" -}}
{{- $v := include "leasehold.values" . | fromYaml -}}
{{- if and $v.enabled (eq $v.mode "sidecar") }}
- name: leasehold-credentials
  mountPath: {{ include "leasehold.credentialsPath" . }}
  readOnly: true
{{- else if $v.enabled }}
- name: leasehold-agent
  mountPath: /leasehold
  {{- if eq $v.agentVolume "image" }}
  subPath: opt/leasehold
  {{- end }}
  readOnly: true
{{- if or (include "leasehold.needsToken" .) (include "leasehold.needsCertificates" .) }}
- name: leasehold-vault
  mountPath: /var/run/secrets/leasehold
  readOnly: true
{{- end }}
{{- end }}
{{- end -}}

{{- define "leasehold.image" -}}
{{- $v := include "leasehold.values" . | fromYaml -}}
{{- required "leasehold.image names Leasehold's image, as sidecar-image builds it" $v.image | quote -}}
{{- end -}}

{{- define "leasehold.credentialsPath" -}}
{{- $settings := include "leasehold.settings" . | fromYaml -}}
{{- $settings.volume | default "/run/leasehold" -}}
{{- end -}}

{{/* One container of the sidecar's: context, name and args. */}}
{{- define "leasehold.sidecar" -}}
{{- $v := include "leasehold.values" .context | fromYaml }}
- name: {{ .name }}
  image: {{ include "leasehold.image" .context }}
  args:
  - {{ .args }}
  env:
  {{- include "leasehold.variables" .context | nindent 2 }}
  - name: LEASEHOLD_STATE
    value: /run/leasehold-state
  {{- include "leasehold.podIdentity" .context | nindent 2 }}
  terminationMessagePolicy: FallbackToLogsOnError
  securityContext:
    {{- include "leasehold.securityContext" .context | nindent 4 }}
    {{- if $v.runAsUser }}
    runAsUser: {{ int $v.runAsUser }}
    {{- end }}
  resources:
    requests:
      cpu: 50m
      memory: 64Mi
    limits:
      cpu: 500m
      memory: 192Mi
  volumeMounts:
  - name: leasehold-credentials
    mountPath: {{ include "leasehold.credentialsPath" .context }}
  - name: leasehold-state
    mountPath: /run/leasehold-state
  {{- if or (include "leasehold.needsToken" .context) (include "leasehold.needsCertificates" .context) }}
  - name: leasehold-vault
    mountPath: /var/run/secrets/leasehold
    readOnly: true
  {{- end }}
{{- end -}}
