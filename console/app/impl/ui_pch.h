// Precompiled for vigie_console_ui. No source may rely on it: each includes what it uses. No Qt Charts here.
#pragma once

#include "console/app/impl/data_pch.h"

#include <QAction>
#include <QBoxLayout>
#include <QColor>
#include <QFont>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPixmap>
#include <QPushButton>
#include <QToolButton>
#include <QWidget>
