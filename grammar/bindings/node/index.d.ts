// SPDX-License-Identifier: Apache-2.0
export const name: string;
export const language: unknown;
export const nodeTypeInfo: object[];
